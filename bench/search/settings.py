"""Settings of the benchmark: those of a developer, with tasks carried out at once."""

from tochka.settings.dev import *

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DEBUG = False
