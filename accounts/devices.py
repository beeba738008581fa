"""What a browser calls itself, in words that its owner recognises."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

#: The first that matches: browsers name their ancestors as well.
BROWSERS = (
    (r"YaBrowser/", "Яндекс Браузер"),
    (r"Edg(?:A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad|iPod", "iOS"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


def name_of_device(agent: str) -> str:
    """«Firefox, Windows» from a `User-Agent` header; of an unknown one, that it is unknown."""
    known = [
        next((name for pattern, name in names if re.search(pattern, agent)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in known if name) or _("неизвестное устройство")
