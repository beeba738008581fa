"""«Вернуть»: the button beside the message that something has been put into the bin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centers.models import BinEntry
from centers.permissions import binned_for
from centers.services import return_entry
from library.undo import changed_since, register, with_undo

WAY = "centers.bin"


def with_return(request, text, rows, *, back=""):
    """The text of the message with the button that brings back these rows or pages."""
    numbers = [entry.pk for row in rows for entry in BinEntry.objects.of(row)]
    return with_undo(request, text, WAY, numbers, back=back, label=_("Вернуть")) if numbers else text


@register(WAY)
def bring_back(user, data):
    """Bring back what one deed has put into the bin. Raises `ValidationError` when one cannot come."""
    names = []
    for number in data:
        entry = binned_for(user).filter(pk=number).first()
        if entry is None:
            raise changed_since()
        try:
            return_entry(entry, user=user)
        except ValidationError as error:
            raise ValidationError([*error.messages, _("Откройте корзину: там это лежит и ждёт.")]) from error
        names.append(f"«{entry.title}»")
    more = _(" и ещё {count}").format(count=len(names) - 5) if len(names) > 5 else ""
    return _("Вернулось на прежнее место: {names}{more}.").format(names=", ".join(names[:5]), more=more)
