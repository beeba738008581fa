"""Whole pages kept for everybody, and forgotten the moment something they show changes (ADR-0032).

- `asked`: which requests may be answered from the cache, and under which key.
- `entries`: a kept page, on disk and in memory; `redis_store`: the same in Redis or Valkey.
- `stamps`: when what a page shows changed last, told to all processes at once.
- `store`: both together; `watching`: what is read and written through Django's connections.
- `rules`: which tags a change of a row touches; `wsgi`: answers before Django is asked.

Nothing here knows what a page shows: rooms above register their models (`rules.register`).
"""
