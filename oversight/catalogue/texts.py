"""Requirements to whatever staff type, draw or attach: ПП РФ № 102 and the slips of real pages."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from oversight.catalogue import sources
from oversight.catalogue.base import Duty, Requirement, Section

CHECKED = dt.date(2026, 11, 22)

TEXTS = (
    Requirement(
        "text-alternatives",
        Section.TEXTS,
        _("У картинок сказано словами, что на них"),
        _("Опишите картинку одним предложением; если она только украшает, отметьте это."),
        sources.ACCESS_ALTERNATIVE,
        Duty.LAW,
        2,
        CHECKED,
    ),
    Requirement(
        "text-videos",
        Section.TEXTS,
        _("У видео есть описание словами"),
        _("Напишите под видео, что в нём происходит и что говорят."),
        sources.ACCESS_ALTERNATIVE,
        Duty.LAW,
        5,
        CHECKED,
    ),
    Requirement(
        "text-links",
        Section.TEXTS,
        _("Ссылки понятны без соседних слов"),
        _("Вместо «здесь» или голого адреса назовите, куда ведёт ссылка: «сайт Баткатской школы»."),
        sources.ACCESS_LINKS,
        Duty.LAW,
        2,
        CHECKED,
    ),
    Requirement(
        "text-headings",
        Section.TEXTS,
        _("Заголовки идут по порядку"),
        _("Поставьте заголовок «Раздел» перед «Подразделом», а строку жирным замените блоком «Заголовок»."),
        sources.ACCESS_STRUCTURE,
        Duty.LAW,
        2,
        CHECKED,
    ),
    Requirement(
        "text-tables",
        Section.TEXTS,
        _("У столбцов таблиц есть заголовки"),
        _("Впишите заголовок каждого столбца таблицы."),
        sources.ACCESS_STRUCTURE,
        Duty.LAW,
        2,
        CHECKED,
    ),
    Requirement(
        "page-titles",
        Section.TEXTS,
        _("Названия страниц не повторяются"),
        _("Назовите страницу иначе: на сайте центра уже есть такая."),
        sources.ACCESS_TITLES,
        Duty.LAW,
        1,
        CHECKED,
    ),
    Requirement(
        "text-names",
        Section.TEXTS,
        _("Нет прежних названий оператора и проектов"),
        _("В тексте назван не тот оператор или проект: исправьте или уберите название."),
        sources.UPDATED,
        Duty.LAW,
        3,
        CHECKED,
    ),
    Requirement(
        "text-tense",
        Section.TEXTS,
        _("Об открытии центра не сказано в будущем времени"),
        _("Центр уже работает: перепишите «откроется» на «открыт»."),
        sources.OWN_ADVICE,
        Duty.ADVICE,
        2,
        CHECKED,
    ),
    Requirement(
        "text-blanks",
        Section.TEXTS,
        _("В текстах не осталось пропусков из образца"),
        _("Замените «____», «[название]», «ХХХ» своими словами или уберите."),
        sources.OWN_ADVICE,
        Duty.ADVICE,
        2,
        CHECKED,
    ),
)
