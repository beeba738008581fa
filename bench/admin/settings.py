"""Settings of the benchmark: those of production, without what only a started installation has."""

import os

os.environ["ENV_FILE"] = ""
os.environ["SECRET_KEY"] = "for-the-benchmark-only-and-long-enough-for-every-check-012345"
os.environ["SITE_ADDRESS"] = "http://127.0.0.1:8000"
os.environ.setdefault("LOG_LEVEL", "ERROR")

from tochka.settings.base import *

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REQUIRE_SECOND_FACTOR = False  # the benchmark signs people in without any factor
