"""Addresses of the pages of the tree; whatever else has an address goes before them."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from centers.views import (
    document_lists,
    event_lists,
    event_plans,
    numbers,
    pages,
    program_catalogue,
    timetables,
)

urlpatterns = [
    # The address of a page has no dot in it.
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)dokumenty\.(?P<form>rss|atom|csv|json)$",
        document_lists.document_list_file,
        name="document_list_file",
    ),
    re_path(r"^(?P<path>(?:[\w-]+/)*)cifry/$", numbers.numbers, name="numbers"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)programmy/$", program_catalogue.catalogue, name="program_catalogue"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)meropriyatiya/$", event_plans.plan, name="event_plan"),
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)meropriyatiya\.(?P<form>rss|atom|ics)$",
        event_lists.event_list_file,
        name="event_list_file",
    ),
    re_path(r"^(?P<path>(?:[\w-]+/)+)sobytie\.ics$", event_lists.event_file, name="event_file"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)novosti\.(?P<form>rss|atom)$", event_lists.news_feed, name="news_feed"),
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)raspisanie(?:-(?P<part>klass|pedagog)-(?P<key>[\w-]+))?\.ics$",
        timetables.timetable_feed,
        name="timetable_feed",
    ),
    re_path(serve_pattern, pages.serve, name="wagtail_serve"),
]
