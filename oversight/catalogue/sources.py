"""Where the requirements come from, and how sure we are.

A source that was not read in its own text is never called a duty: `Duty.LAW` needs `Certainty.READ` or
`Certainty.DERIVED` (a test holds to it).
"""

from django.utils.translation import gettext_lazy as _

from oversight.catalogue.base import Certainty, Source

_1802 = "http://publication.pravo.gov.ru/Document/View/0001202110220045"
_1493 = "http://publication.pravo.gov.ru/document/0001202311290017"
_1353 = "http://publication.pravo.gov.ru/document/0001202510140008"
_102 = "http://publication.pravo.gov.ru/document/0001202602100010"

SPECIAL_SECTION = Source(
    _("рекомендации Минпросвещения о специальных разделах сайтов; перечень разделов — по сайтам школ"),
    Certainty.SECOND_HAND,
)
SPECIAL_SECTION_DOCUMENTS = Source(
    _("перечень документов раздела «Точка роста», как его помнят методисты; источник не найден"),
    Certainty.UNCHECKED,
)
GENERAL_PRACTICE = Source(
    _("рекомендации Минпросвещения о специальных разделах сайтов, по страницам школ"), Certainty.SECOND_HAND
)
REGION_ACT = Source(
    _("рекомендации Минпросвещения о создании центров: акт региона о координаторе и дорожной карте"),
    Certainty.READ,
    "https://docs.cntd.ru/document/1300179724",
)
UNIT = Source(
    _("ПП РФ № 1802 от 20.10.2021, п. 4: сведения о структурном подразделении"), Certainty.DERIVED, _1802
)
UNIT_REGULATION = Source(
    _("ПП РФ № 1802 от 20.10.2021, п. 4: положение о структурном подразделении"), Certainty.DERIVED, _1802
)
SIGNED = Source(
    _("ПП РФ № 1802, п. 4 и 18, и разъяснения Рособрнадзора от 11.11.2024: подписанный документ или скан"),
    Certainty.DERIVED,
    _1802,
)
STRUCTURE = Source(
    _("приказ Рособрнадзора № 1493 от 04.08.2023: подраздел «Структура и органы управления»"),
    Certainty.DERIVED,
    _1493,
)
MINISTRY_LINKS = Source(_("ПП РФ № 1802 от 20.10.2021, п. 17: ссылки на министерства"), Certainty.READ, _1802)
UPDATED = Source(
    _("273-ФЗ, ст. 29, ч. 3, и ПП РФ № 1802, п. 16: обновлять за 10 рабочих дней"), Certainty.READ, _1802
)
PROGRAM = Source(
    _("приказ Рособрнадзора № 1493 от 04.08.2023, п. 10, и ПП РФ № 1802, п. 5"), Certainty.READ, _1493
)
PROGRAM_PRACTICE = Source(_("по страницам школ и перечню сведений о программах"), Certainty.SECOND_HAND)
TEACHER = Source(
    _("приказ Рособрнадзора № 1493, п. 12 (с 01.03.2026 в редакции № 1353), и ПП РФ № 1802, п. 11"),
    Certainty.READ,
    _1353,
)
EQUIPMENT = Source(_("ПП РФ № 1802 от 20.10.2021, п. 13"), Certainty.READ, _1802)
PLACE_OF_LESSONS = Source(
    _("ПП РФ № 1802 от 20.10.2021, п. 4 и 12: место нахождения"), Certainty.DERIVED, _1802
)
FILE_PURPOSE = Source(
    _("приказ Рособрнадзора № 1493, п. 4: у ссылки на файл сказано, что в нём"), Certainty.READ, _1493
)
FILE_TEXT = Source(
    _("приказ Рособрнадзора № 1493, п. 23–24: текст можно искать и копировать"), Certainty.READ, _1493
)
REQUISITES = Source(
    _("разъяснения Рособрнадзора от 11.11.2024: у скана видны дата и номер документа"), Certainty.READ
)
SOCIAL_PAGES = Source(
    _("270-ФЗ от 14.07.2022: официальные страницы школ в соцсетях; закон не прочитан"),
    Certainty.SECOND_HAND,
)
ACCESS_TAGGED = Source(
    _("ПП РФ № 102 от 07.02.2026, п. 2 «в»: размеченный документ или доступный вариант"), Certainty.READ, _102
)
ACCESS_ALTERNATIVE = Source(
    _("ПП РФ № 102 от 07.02.2026, п. 2 «г»: текст вместо картинок и видео"), Certainty.READ, _102
)
ACCESS_TITLES = Source(
    _("ПП РФ № 102 от 07.02.2026, п. 2 «е»: понятные заголовки страниц"), Certainty.READ, _102
)
ACCESS_LINKS = Source(_("ПП РФ № 102 от 07.02.2026, п. 2 «ж»: понятные ссылки"), Certainty.READ, _102)
ACCESS_STRUCTURE = Source(
    _("ПП РФ № 102 от 07.02.2026, п. 2 «а»: порядок и строение текста"), Certainty.READ, _102
)
OWN_ADVICE = Source(_("совет этого сайта: по частым промахам на страницах школ"), Certainty.DERIVED)
