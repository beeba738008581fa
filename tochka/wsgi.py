"""The WSGI application that gunicorn serves: each request is numbered, kept pages come before Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.base")

django_application = get_wsgi_application()

from tochka.page_cache import salt  # noqa: E402 - the apps must be ready
from tochka.watching.requests import Watched  # noqa: E402
from toolkit.pagecache.store import is_on, store  # noqa: E402
from toolkit.pagecache.wsgi import PageCacheApplication  # noqa: E402

if is_on():
    # Whatever was done to the database while nobody served it (a restore, an upgrade, SQL by hand).
    store().stamps.forget_all()

cached_application = PageCacheApplication(django_application, salt())
application = Watched(cached_application)
