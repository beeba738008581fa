"""What must happen whenever a row of the register changes, whoever changed it."""

from django.dispatch import Signal

#: Many new rows of the register were put in by one statement, which tells of none of them; has `rows`.
rows_created = Signal()


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    from centers import counting, program_receivers, receivers  # noqa: F401

    counting.connect()
