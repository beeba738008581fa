"""Public addresses; they exist on every host, below the short address of a centre."""

from django.urls import path

from feedback.views import public

urlpatterns = [
    path("c/<int:center_id>/vopros/", public.ask_question, name="feedback_ask"),
    path("c/<int:center_id>/vopros/<slug:receipt>/", public.receipt, name="feedback_receipt"),
    path("c/<int:center_id>/soglasie/", public.consent_now, name="feedback_consent"),
    path("c/<int:center_id>/soglasie/<int:number>/", public.consent_version, name="feedback_consent_version"),
]
