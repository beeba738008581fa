"""Production settings of one server of several; its static files need not be collected first."""

from tochka.settings import base
from tochka.settings.base import *  # noqa: F403

STORAGES = {
    **base.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
