"""What stops a backup or a restore."""


class BackupError(Exception):
    """Said in one Russian line to the person at the console, who can do something about it."""


class DamagedError(BackupError):
    """The present database cannot be read to its end, so that no copy of it can be made."""
