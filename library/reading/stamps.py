"""The mark of an electronic signature (ГОСТ Р 7.0.97-2016) as lines for a page.

Every word says that the document is signed; none says that the signature is valid.
"""

import datetime

from django.utils.translation import gettext_lazy as _

from library.reading.facts import SignatureStamp
from toolkit.text import russian_date

TITLE = _("Документ подписан электронной подписью")
NOTE = _(
    "Сведения прочитаны из самой подписи. Сайт не проверяет, действительна ли она: "
    "проверить подпись можно на портале Госуслуг."
)
_KINDS = {
    "qualified": _("усиленная, сертификат называет себя квалифицированным"),
    "advanced": _("усиленная"),
}


def stamp_rows(stamp: SignatureStamp, zone: datetime.tzinfo | None = None) -> list[tuple[str, str]]:
    """Label and value of each line of the mark that is known; times in `zone`, UTC when none is given."""
    rows = [
        (_("Владелец"), stamp.owner),
        (_("Должность"), stamp.post),
        (_("Организация"), stamp.organisation),
        (_("Сертификат"), stamp.certificate_number),
        (_("Действителен"), _validity(stamp, zone)),
        (_("Подписан"), _moment(stamp.signed_at, zone)),
        (_("Вид подписи"), str(_KINDS[stamp.kind])),
        (_("Алгоритм"), stamp.algorithm),
    ]
    return [(str(label), value) for label, value in rows if value]


def _validity(stamp: SignatureStamp, zone: datetime.tzinfo | None) -> str:
    if not (stamp.valid_from and stamp.valid_until):
        return ""
    first, last = (_local(said, zone).date() for said in (stamp.valid_from, stamp.valid_until))
    return str(_("с {first} по {last}")).format(first=russian_date(first), last=russian_date(last))


def _moment(said: str, zone: datetime.tzinfo | None) -> str:
    if not said:
        return ""
    time = _local(said, zone)
    return f"{russian_date(time.date())}, {time:%H:%M}"


def _local(said: str, zone: datetime.tzinfo | None) -> datetime.datetime:
    time = datetime.datetime.fromisoformat(said)
    return time.astimezone(zone or datetime.UTC)
