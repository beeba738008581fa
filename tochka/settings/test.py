"""Settings of the test suite.

Nothing but `DATABASE_URL` is taken from the machine: the suite must not change with somebody's `.env`.
"""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = ""
os.environ["SECRET_KEY"] = "for-the-tests-only-and-long-enough-for-every-check-0123456789"
os.environ["SITE_ADDRESS"] = "http://127.0.0.1:8000"
for _name in (
    "HOST",
    "PORT",
    "ALLOWED_HOSTS",
    "LOG_LEVEL",
    "USE_X_ACCEL",
    "PROXY_ADDRESSES",
    "EMAIL_HOST",
    "REQUIRE_SECOND_FACTOR",
    "SEARCH_ENGINES",
    "CACHE_URL",
    "STORAGE_URL",
    "PAGE_CACHE",
):
    os.environ.pop(_name, None)

_files = tempfile.TemporaryDirectory(prefix="tochka-tests-")  # removed when the process ends
os.environ["DATA_DIR"] = str(Path(_files.name, "data"))
os.environ["MEDIA_ROOT"] = str(Path(_files.name, "media"))
os.environ["BACKUP_DIR"] = str(Path(_files.name, "backups"))

from tochka.settings.base import *  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a test ends with its threads
if template := os.environ.get("TEST_TEMPLATE"):  # a migrated database to copy
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Queries are counted and pages changed by hand; the tests of the page cache turn it on.
PAGE_CACHE = {**PAGE_CACHE, "ON": False}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES_REACH_THE_DISK = False  # nothing of the tests is worth waiting for the disk
SEARCH_ENGINES = True  # pages as search engines see them on a real site
WHITENOISE_AUTOREFRESH = True
