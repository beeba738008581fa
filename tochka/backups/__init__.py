"""Copies of the whole installation: made while people edit, checked by hashes, restored on either database.

`archive` knows the file, `engines` the rows of a database, `staging` the new database that takes the
place of the present one; `making` and `restoring` are the verbs. ADR-0015 says why it is so.
"""
