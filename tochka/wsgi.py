"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from tochka.watching.requests import Watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.base")

application = Watched(get_wsgi_application())
