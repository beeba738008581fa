"""Addresses of the pages of the tree; whatever else has an address goes before them."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from centers.views import pages

urlpatterns = [re_path(serve_pattern, pages.serve, name="wagtail_serve")]
