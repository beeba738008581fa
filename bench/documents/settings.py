"""A production installation whose static files lie beside its data, in the benchmark's own folder."""

from tochka.settings.base import *
from tochka.settings.base import DATA_DIR

STATIC_ROOT = DATA_DIR / "staticfiles"
