"""Addresses of the whole site; the pages of the tree are looked for last."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from tochka.watching.views import healthz, metrics, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", include("accounts.urls")),
    path("admin/", include("centers.door_urls")),
    path("admin/", include("centers.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("library.urls")),
    path("", include("centers.urls")),
    path("", include("feedback.urls")),
    path("", include("centers.page_urls")),
]

handler400 = "tochka.errors.bad_request"
handler500 = "tochka.errors.server_error"
