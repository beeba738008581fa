"""A production installation whose static files need not be collected first."""

from tochka.settings.base import *

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
