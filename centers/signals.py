"""What must happen whenever a row of the register changes, whoever changed it."""

from django.dispatch import Signal

#: Many new rows of the register were put in by one statement, which tells of none of them; has `rows`.
rows_created = Signal()
#: Centres of an invented network (`exchange.seeding`) have got their pages and rows; has `centers` and
#: `chance`, a `random.Random`. Apps that keep something of each centre add what they have.
centers_invented = Signal()


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    from centers import counting, program_receivers, receivers  # noqa: F401

    counting.connect()
