"""What must happen whenever a row of the register changes, whoever changed it."""


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    from centers import receivers  # noqa: F401
