"""«Корзина»: what the person may bring back, newest first; one thing or several, and letting go for good."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models.deletion import ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centers.models import BinKind
from centers.permissions import KIND_OF_BIN, binned_for, centers_for, is_coordinator, reach
from centers.services import NEVER_PURGED, CannotReturnError, purge_entry, return_entry
from toolkit.numbers import row_number
from toolkit.text import count_phrase

A_PAGE = 50

#: Where what has come back is edited; the address of a page's form is known to Wagtail alone.
EDIT_URLS = {
    BinKind.PAGE: "wagtailadmin_pages:edit",
    BinKind.DOCUMENT: "center_document:edit",
    BinKind.TEACHER: "center_teacher:edit",
    BinKind.ROOM: "center_room:edit",
    BinKind.EQUIPMENT: "center_equipment:edit",
    BinKind.LESSON: "center_lesson:edit",
    BinKind.FILE: "wagtaildocs:edit",
    BinKind.IMAGE: "wagtailimages:edit",
    BinKind.CENTER: "register_center:edit",
    BinKind.SCHOOL: "register_school:edit",
    BinKind.MUNICIPALITY: "register_municipality:edit",
    BinKind.REGION: "register_region:edit",
    BinKind.COORDINATOR: "register_coordinator:edit",
    BinKind.FIGURE: "register_figure:edit",
}


def kinds_for(user) -> list[BinKind]:
    """Kinds of things that the person may bring back somewhere; no query."""
    return [kind for kind in BinKind if reach(user, KIND_OF_BIN[kind], "delete")]


class BinMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(kinds_for(request.user))


class OfBin(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the bin, for those who may delete something somewhere."""

    header_icon = "bin"
    page_title = gettext_lazy("Корзина")

    def dispatch(self, request, *args, **kwargs):
        if not kinds_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def tell_returned(self, entry, row) -> None:
        buttons = []
        name = EDIT_URLS.get(entry.kind)
        if name:
            buttons.append(messages.button(reverse(name, args=[row.pk]), _("Открыть")))
        if entry.kind == BinKind.PAGE and row.live and (url := row.get_url(self.request)):
            buttons.append(messages.button(url, _("Посмотреть на сайте"), new_window=True))
        text = _("Вернулось на прежнее место: «{name}».").format(name=entry.title)
        if entry.kind == BinKind.IMAGE and not row.is_shown:
            text = _(
                "Вернулось на прежнее место: «{name}». Посетители снимок не увидят: срок показа прошёл или "
                "согласие отозвано."
            ).format(name=entry.title)
        messages.success(self.request, text, buttons=buttons)


class BinView(OfBin):
    """The list, with a filter by kind and centre and a search; ticked ones come back together."""

    template_name = "centers/admin/bin.html"

    @cached_property
    def kind(self) -> str:
        kind = self.request.GET.get("kind", "")
        return kind if kind in BinKind.values else ""

    @cached_property
    def query(self) -> str:
        return self.request.GET.get("q", "").strip()[:100]

    @cached_property
    def center(self):
        number = row_number(self.request.GET.get("center", ""))
        if number is None:
            return None
        return centers_for(self.request.user).select_related("school").filter(pk=number).first()

    def get_page_subtitle(self):
        return self.center.title if self.center else ""

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items]
        if self.center:
            items.append({"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title})
        return [*items, {"url": "", "label": _("Корзина")}]

    def get_entries(self):
        entries = binned_for(self.request.user).select_related("deleted_by").defer("data")
        if self.kind:
            entries = entries.filter(kind=self.kind)
        if self.center:
            entries = entries.filter(center=self.center)
        return entries.matching(self.query) if self.query else entries

    def post(self, request, *args, **kwargs):
        sent = map(row_number, request.POST.getlist("entry"))
        numbers = [number for number in sent if number is not None][:A_PAGE]
        # A page comes back before what stood below it or was moved to the bin later.
        entries = binned_for(request.user).filter(pk__in=numbers).order_by("-deleted_at", "-pk")
        returned = []
        for entry in entries:
            try:
                row = return_entry(entry, user=request.user)
            except CannotReturnError as error:
                ask = reverse("center_bin_entry", args=[entry.pk])
                text = " ".join([f"«{entry.title}»:", *error.messages])
                messages.error(request, text, buttons=[messages.button(ask, _("Разобраться"))])
            else:
                returned.append((entry, row))
        if len(returned) == 1:
            self.tell_returned(*returned[0])
        elif returned:
            count = count_phrase(len(returned), _("запись"), _("записи"), _("записей"))
            messages.success(request, _("Вернулось на прежнее место: {count}.").format(count=count))
        elif not numbers:
            messages.warning(request, _("Отметьте, что вернуть."))
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = Paginator(self.get_entries(), A_PAGE).get_page(self.request.GET.get("p"))
        return context | {
            "page": page,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "kinds": kinds_for(self.request.user),
            "kind": self.kind,
            "query": self.query,
            "center": self.center,
            "is_narrowed": bool(self.kind or self.query),
            "clear_url": f"{self.request.path}?{urlencode({'center': self.center.pk})}"
            if self.center
            else self.request.path,
        }


class OfEntry(OfBin):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        entries = binned_for(request.user).select_related("deleted_by", "center__school")
        self.entry = get_object_or_404(entries, pk=kwargs["entry_id"])

    def get_page_subtitle(self):
        return self.entry.title

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_bin"), "label": _("Корзина")},
            {"url": "", "label": self.entry.title},
        ]


class BinEntryView(OfEntry):
    """One thing: what comes back with it, and the question when its old place is taken."""

    template_name = "centers/admin/bin_entry.html"
    trouble: CannotReturnError | None = None

    def post(self, request, *args, **kwargs):
        try:
            row = return_entry(self.entry, user=request.user, answer=request.POST.get("answer", ""))
        except CannotReturnError as error:
            self.trouble = error
            return self.render_to_response(self.get_context_data())
        self.tell_returned(self.entry, row)
        return redirect("center_bin")

    def get_context_data(self, **kwargs):
        below = self.entry.data.get("below", 0)
        lessons = len(self.entry.data.get("rows", []))
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "trouble": self.trouble,
            "below": below,
            "lessons": lessons,
            "may_purge": may_purge(self.request.user, self.entry),
        }


def may_purge(user, entry) -> bool:
    """Whether the person may let the thing go before its time: those above a centre, and not a centre."""
    return is_coordinator(user) and entry.kind not in NEVER_PURGED


class BinPurgeView(OfEntry):
    """«Удалить навсегда»: asked once more, then there is no way back."""

    template_name = "centers/admin/bin_purge.html"
    page_title = gettext_lazy("Удалить навсегда")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_purge(request.user, self.entry):
            raise Http404

    def post(self, request, *args, **kwargs):
        try:
            purge_entry(self.entry, user=request.user)
        except (ProtectedError, ValidationError):
            messages.error(
                request, _("«{name}» удалить нельзя: на это опирается другое.").format(name=self.entry.title)
            )
        else:
            messages.success(request, _("Удалено навсегда: «{name}».").format(name=self.entry.title))
        return redirect("center_bin")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"entry": self.entry}


bin_urls = [
    path("bin/", BinView.as_view(), name="center_bin"),
    path("bin/<int:entry_id>/", BinEntryView.as_view(), name="center_bin_entry"),
    path("bin/<int:entry_id>/purge/", BinPurgeView.as_view(), name="center_bin_purge"),
]
