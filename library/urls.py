"""Addresses of files; to be included at the root, before Wagtail's pages.

`wagtaildocs_serve` and `wagtaildocs_authenticate_with_password` are names that
Wagtail itself asks for, so they stand here outside of any namespace and
`wagtail.documents.urls` is not included anywhere.
"""

from django.urls import path
from wagtail.documents.views.serve import authenticate_with_password

from library import views

urlpatterns = [
    path("f/<slug:public_id>/", views.document_file, name="library_document"),
    path("f/<slug:public_id>/<str:filename>", views.document_file, name="library_file"),
    path("media/<path:path>", views.rendition, name="library_rendition"),
    path("documents/<int:document_id>/<path:filename>", views.document_by_number, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
