"""What stops a backup or a restore."""


class BackupError(Exception):
    """Said in one Russian line to the person at the console, who can do something about it."""
