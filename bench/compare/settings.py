"""Settings of our side: those of production, every page made anew, static files in the benchmark's folder."""

from tochka.settings.base import *

PAGE_CACHE = {**PAGE_CACHE, "ON": False}
STATIC_ROOT = DATA_DIR / "static"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
