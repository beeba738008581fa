"""Settings for developing: pages with error traces, templates and static files read as they change.

`ENV_FILE` and the other variables work as in production; the secret has a default here and only here.
"""

import os

os.environ.setdefault("SECRET_KEY", "for-developing-only-never-for-a-site-that-others-can-open")

from tochka.settings.base import *  # noqa: E402, F403

DEBUG = True
STORAGES = {  # noqa: F405
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
