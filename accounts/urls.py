"""The door of the admin: before Wagtail's addresses, and open to whoever has only a password so far."""

from django.urls import path

from accounts import login_views, views

urlpatterns = [
    # In place of Wagtail's own, which would not know of the second step.
    path("login/", login_views.LoginView.as_view(), name="accounts_login"),
    path("second-step/", login_views.SecondStepView.as_view(), name="accounts_second_step"),
    path("still/", login_views.still, name="accounts_still"),
    path("welcome-back/", login_views.welcome_back, name="accounts_welcome_back"),
    path("new-password/", views.NewPasswordView.as_view(), name="accounts_new_password"),
]
