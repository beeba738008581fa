"""The half on which the reader is improved."""
