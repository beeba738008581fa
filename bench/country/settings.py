"""Settings of the benchmark: those of `bench.admin`, each page made anew, tasks done when it says so."""

from bench.admin.settings import *

PAGE_CACHE = {**PAGE_CACHE, "ON": False}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
