"""The WSGI application that gunicorn serves: each request is numbered, kept pages come before Django."""

import os

from django.core.wsgi import get_wsgi_application

from tochka.watching.requests import Watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.base")

django_application = get_wsgi_application()

from tochka.page_cache import salt  # noqa: E402 - the apps must be ready
from toolkit.pagecache.wsgi import PageCacheApplication  # noqa: E402

cached_application = PageCacheApplication(django_application, salt())
application = Watched(cached_application)
