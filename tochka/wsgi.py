"""The WSGI application that gunicorn serves: each request is numbered, kept pages come before Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.base")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the apps must be ready

from tochka.connecting import is_here  # noqa: E402
from tochka.page_cache import salt  # noqa: E402
from tochka.watching.requests import Watched  # noqa: E402
from toolkit.catalogs import join_catalogs  # noqa: E402
from toolkit.pagecache.store import is_on, store  # noqa: E402
from toolkit.pagecache.wsgi import PageCacheApplication  # noqa: E402
from toolkit.turns import TURN_SECONDS, Turns  # noqa: E402

join_catalogs(settings.LANGUAGE_CODE)

if is_on():
    # Whatever was done to the database while nobody served it (a restore, an upgrade, SQL by hand).
    store().stamps.forget_all()

# Who waits for a database of another server leaves the processor to the others meanwhile.
turns = Turns(TURN_SECONDS if is_here(settings.DATABASES["default"]) else 0)
cached_application = PageCacheApplication(django_application, salt(), turns)
application = Watched(cached_application)
