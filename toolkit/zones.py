"""Time zones of Russia as people name them."""

from django.utils.translation import gettext_lazy

__all__ = ["ZONES"]

#: IANA names of the zones of Russia from west to east, with the difference from Moscow.
ZONES = (
    ("Europe/Kaliningrad", gettext_lazy("Калининград, МСК−1")),
    ("Europe/Moscow", gettext_lazy("Москва, МСК")),
    ("Europe/Simferopol", gettext_lazy("Симферополь, МСК")),
    ("Europe/Kirov", gettext_lazy("Киров, МСК")),
    ("Europe/Volgograd", gettext_lazy("Волгоград, МСК")),
    ("Europe/Astrakhan", gettext_lazy("Астрахань, МСК+1")),
    ("Europe/Samara", gettext_lazy("Самара, МСК+1")),
    ("Europe/Saratov", gettext_lazy("Саратов, МСК+1")),
    ("Europe/Ulyanovsk", gettext_lazy("Ульяновск, МСК+1")),
    ("Asia/Yekaterinburg", gettext_lazy("Екатеринбург, МСК+2")),
    ("Asia/Omsk", gettext_lazy("Омск, МСК+3")),
    ("Asia/Barnaul", gettext_lazy("Барнаул, МСК+4")),
    ("Asia/Krasnoyarsk", gettext_lazy("Красноярск, МСК+4")),
    ("Asia/Novokuznetsk", gettext_lazy("Новокузнецк, МСК+4")),
    ("Asia/Novosibirsk", gettext_lazy("Новосибирск, МСК+4")),
    ("Asia/Tomsk", gettext_lazy("Томск, МСК+4")),
    ("Asia/Irkutsk", gettext_lazy("Иркутск, МСК+5")),
    ("Asia/Chita", gettext_lazy("Чита, МСК+6")),
    ("Asia/Yakutsk", gettext_lazy("Якутск, МСК+6")),
    ("Asia/Khandyga", gettext_lazy("Хандыга, МСК+6")),
    ("Asia/Vladivostok", gettext_lazy("Владивосток, МСК+7")),
    ("Asia/Ust-Nera", gettext_lazy("Усть-Нера, МСК+7")),
    ("Asia/Magadan", gettext_lazy("Магадан, МСК+8")),
    ("Asia/Sakhalin", gettext_lazy("Южно-Сахалинск, МСК+8")),
    ("Asia/Srednekolymsk", gettext_lazy("Среднеколымск, МСК+8")),
    ("Asia/Anadyr", gettext_lazy("Анадырь, МСК+9")),
    ("Asia/Kamchatka", gettext_lazy("Петропавловск-Камчатский, МСК+9")),
)
