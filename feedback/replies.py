"""Where to answer: one field that takes an e-mail address or a telephone, and keeps either in one form."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from toolkit.phones import parse_phone

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reply:
    """An e-mail address in small letters, or a telephone as `+79131234567`, with its extension."""

    email: str = ""
    phone: str = ""


def read_reply(text: str) -> Reply | None:
    """What was typed, in the form in which it is kept and found; None when it is neither."""
    text = text.strip()
    if "@" in text:
        address = _SPACES.sub("", text).lower()
        try:
            validate_email(address)
        except ValidationError:
            return None
        return Reply(email=address) if len(address) <= 254 else None
    phone = parse_phone(text)
    if phone is None:
        return None
    return Reply(phone=f"+7{phone.national}" + (f" доб. {phone.extension}" if phone.extension else ""))
