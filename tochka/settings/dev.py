"""Settings for developing: pages with error traces, templates and static files read as they change.

`ENV_FILE` and the other variables work as in production; the secret has a default here and only here.
"""

import os

os.environ.setdefault("SECRET_KEY", "for-developing-only-never-for-a-site-that-others-can-open")

from tochka.settings.base import *

DEBUG = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
PAGE_CACHE = {**PAGE_CACHE, "ON": False}  # templates are read as they change
