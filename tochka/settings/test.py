"""Settings of the test suite.

Nothing but `DATABASE_URL` is taken from the machine: the suite must not change with somebody's `.env`.
"""

import os

os.environ["ENV_FILE"] = ""
os.environ["SECRET_KEY"] = "for-the-tests-only-and-long-enough-for-every-check-0123456789"
os.environ["SITE_ADDRESS"] = "http://127.0.0.1:8000"
for _name in ("HOST", "PORT", "ALLOWED_HOSTS", "DATA_DIR", "MEDIA_ROOT", "LOG_LEVEL", "USE_X_ACCEL"):
    os.environ.pop(_name, None)

from tochka.settings.base import *  # noqa: E402, F403

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # noqa: F405
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
