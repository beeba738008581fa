"""What the screens of deleting say of the bin."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from toolkit.text import count_phrase

register = template.Library()


@register.simple_tag
def bin_days() -> str:
    """«90 дней»: how long the bin keeps things."""
    return count_phrase(settings.BIN_DAYS, _("день"), _("дня"), _("дней"))
