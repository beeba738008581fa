"""Accepting an invitation: below `/admin/`, but open to whoever has no account yet."""

from django.urls import path

from centers.views import invitations

urlpatterns = [
    path("invite/", invitations.TypeCodeView.as_view(), name="invite"),
    path("invite/<str:invitation_code>/", invitations.AcceptView.as_view(), name="invite_accept"),
]
