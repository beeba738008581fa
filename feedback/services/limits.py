"""How many questions may come: from one network address, and to one centre.

Rows and not a cache: the file cache counts nothing at once for two threads, and forgets what it likes.
"""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from centers.models import Center
from feedback.models import Attempt

HOUR = dt.timedelta(hours=1)
#: A class of pupils behind one address of the school may each ask; a program that asks on and on may not.
FROM_ONE_ADDRESS = 12
TO_ONE_CENTER = 60
KEEP = dt.timedelta(days=1)


def sender_key(address: str | None) -> str:
    """A hash of the network address that cannot be compared with that of another day."""
    day = timezone.now().date().isoformat()
    key = f"feedback.sender/{day}/{settings.SECRET_KEY}".encode()
    return hmac.new(key, (address or "").encode(), hashlib.sha256).hexdigest()


def too_many(center: Center, sender: str) -> bool:
    """Whether this address, or everybody together, has asked too much within the hour."""
    lately = Attempt.objects.filter(at__gte=timezone.now() - HOUR)
    return (
        lately.filter(sender=sender).count() >= FROM_ONE_ADDRESS
        or lately.filter(center=center).count() >= TO_ONE_CENTER
    )


def count_attempt(center: Center, sender: str) -> None:
    """Remember one accepted question."""
    Attempt.objects.create(center=center, sender=sender)


def forget_attempts() -> int:
    """Delete the traces older than a day; how many they were."""
    return Attempt.objects.filter(at__lt=timezone.now() - KEEP).delete()[0]
