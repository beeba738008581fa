"""Two editors on one page: the second one does not silently overwrite the first."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from centers.viewsets.page_lists import ExplorePages, SearchPages


class CarefulEditView(EditView):
    """Wagtail's; a version that somebody saved meanwhile is not replaced before its owner has been told.

    Wagtail refuses so only for what it saves by itself; a press of the button would replace the newer
    version unless the browser happened to have asked in the last half a minute.
    """

    @cached_property
    def replaces_unseen(self) -> bool:
        """Whether the form was opened before the newest version; also when there was none at all then."""
        sent = self.request.POST
        if self.latest_revision and not ({"loaded_revision_id", "overwrite_revision_id"} & set(sent)):
            return self.latest_revision.user_id != self.request.user.pk
        return self.is_out_of_date

    def form_valid(self, form):
        if self.expects_json_response or not self.replaces_unseen:
            return super().form_valid(form)
        latest = self.latest_revision
        who = latest.user.get_full_name() or latest.user.get_username() if latest.user else _("Кто-то")
        history = reverse("wagtailadmin_pages:history", args=[self.page.pk])
        messages.warning(
            self.request,
            _(
                "Пока вы правили, эту страницу сохранили в другом окне: {who}, {when}. Ваш текст ниже и не "
                "потерян, но ещё не сохранён. Посмотрите ту версию; если верна ваша, нажмите кнопку ещё раз."
            ).format(who=who, when=localtime(latest.created_at).strftime("%d.%m.%Y %H:%M")),
            buttons=[messages.button(history, _("Посмотреть версии"), new_window=True)],
        )
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class CarefulPageViewSet(PageViewSet):
    """Stands for all kinds of pages."""

    edit_view_class = CarefulEditView
    index_view_class = ExplorePages
    search_view_class = SearchPages


careful_pages = CarefulPageViewSet()
