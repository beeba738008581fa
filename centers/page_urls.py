"""Addresses of the pages of the tree; whatever else has an address goes before them."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from centers.views import document_lists, numbers, pages

urlpatterns = [
    # The address of a page has no dot in it.
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)dokumenty\.(?P<form>rss|atom|csv|json)$",
        document_lists.document_list_file,
        name="document_list_file",
    ),
    re_path(r"^(?P<path>(?:[\w-]+/)*)cifry/$", numbers.numbers, name="numbers"),
    re_path(serve_pattern, pages.serve, name="wagtail_serve"),
]
