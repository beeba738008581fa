"""How places of roles are called."""

from django.utils.translation import gettext as _

from centers.models import Center, Municipality, Region


def place_in_words(place: Center | Municipality | Region | None) -> str:
    """«Центр Батуринской школы, Асиновский район», «Томская область», «вся сеть»."""
    if place is None:
        return _("вся сеть")
    if isinstance(place, Center):
        return f"{place.title}, {place.place_name}"
    return str(place)
