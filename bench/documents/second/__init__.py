"""The half that is held out: the reader is never improved on it."""
