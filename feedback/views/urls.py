"""Addresses of the inbox, below `/admin/`."""

from django.urls import path

from feedback.views.inbox import InboxView, QuestionView
from feedback.views.upkeep import PersonView, SettingsView

inbox_urls = [
    path("questions/", InboxView.as_view(), name="feedback"),
    path("questions/<int:question_id>/", QuestionView.as_view(), name="feedback_question"),
    path("questions/center/<int:center_id>/settings/", SettingsView.as_view(), name="feedback_settings"),
    path("questions/center/<int:center_id>/person/", PersonView.as_view(), name="feedback_person"),
]
