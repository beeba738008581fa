"""Reading of uploaded files: what they are, what they say, who signed them.

Pure modules without models. `extract.read_file()` reads one file in a process of
its own; `requisites.read_requisites()` finds kind, number, date and title in what
was read; `filenames` makes names safe and pairs signatures with their files.
The package itself imports nothing: the reading process starts on it.
"""
