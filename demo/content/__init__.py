"""The demonstration data: facts of thirteen real centres and one invented example centre.

Plain values without Django, so that the generator of the pictures and PDFs reads the same data
that the loader puts into the database.
"""
