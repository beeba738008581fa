"""Addresses of the whole site; the pages themselves are found by Wagtail, last."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from tochka.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("library.urls")),
    path("", include("centers.urls")),
    path("", include(wagtail_urls)),
]
