"""Screens of the project at addresses of Wagtail's own; looked for before those."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from centers.viewsets.page_lists import AgingPages, ChoosePage, FindPage

urlpatterns = decorate_urlpatterns(
    [
        path("choose-page/", ChoosePage.as_view(), name="wagtailadmin_choose_page"),
        path(
            "choose-page/<int:parent_page_id>/", ChoosePage.as_view(), name="wagtailadmin_choose_page_child"
        ),
        path("choose-page/search/", FindPage.as_view(), name="wagtailadmin_choose_page_search"),
        path("reports/aging-pages/", AgingPages.as_view()),
        path("reports/aging-pages/results/", AgingPages.as_view(results_only=True)),
    ],
    require_admin_access,
)
