"""The first screen of the admin: what to do first, whose centres these are, how things stand."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PageLogEntry

from centers.models import Center, CenterDocument, CenterPage, HomePage
from centers.permissions import centers_for, may, reach
from toolkit.text import count_phrase

SHOWN_CENTERS = 6


class FirstStepsPanel(Component):
    """Three buttons for what is done most."""

    name = "first_steps"
    template_name = "centers/admin/home_first_steps.html"
    order = 10

    def get_context_data(self, parent_context):
        home = HomePage.objects.order_by("path").first()
        return {
            "open_url": (reverse("opening") if may(parent_context["request"].user, "add", Center) else ""),
            "document_url": reverse("center_document:add"),
            "centers_url": reverse("center_list"),
            "site_url": (home.get_url(parent_context["request"]) if home else None) or "/",
        }


class CentersPanel(Component):
    """The person's centres: those worked with last, and a search for the others."""

    name = "centers"
    template_name = "centers/admin/home_centers.html"
    order = 20

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        permitted = centers_for(request.user).select_related("school", "municipality__region")
        total = permitted.count()
        shown = self._last_edited(request.user, permitted)
        known = {center.pk for center in shown}
        shown.extend(permitted.exclude(pk__in=known).order_by("-updated_at")[: SHOWN_CENTERS - len(shown)])
        return {
            "centers": [(center, reverse("center_desk", args=[center.pk])) for center in shown],
            "total": total,
            "total_label": count_phrase(total, _("центр"), _("центра"), _("центров")),
            "list_url": reverse("center_list"),
            "register_url": reverse("register_center:index"),
        }

    def _last_edited(self, user, permitted) -> list[Center]:
        """Centres whose pages the person changed last, newest first."""
        entries = (
            PageLogEntry.objects.filter(user=user).order_by("-timestamp").values_list("page_id", flat=True)
        )
        pages = {page.pk: page for page in Page.objects.filter(pk__in=list(entries[:40]))}
        paths: list[str] = []
        for pk in entries[:40]:
            page = pages.get(pk)
            # The page of a centre stands at depth 5: root, home, region, municipality, centre.
            path = page.path[: 5 * Page.steplen] if page and page.depth >= 5 else ""
            if path and path not in paths:
                paths.append(path)
        places = CenterPage.objects.filter(path__in=paths).values_list("path", "center_id")
        numbers = dict(places)
        centers = {center.pk: center for center in permitted.filter(pk__in=numbers.values())}
        ordered = [centers.get(numbers.get(path)) for path in paths]
        return [center for center in ordered if center][:SHOWN_CENTERS]


class DraftsPanel(Component):
    """Documents that wait for publication: uploaded, but nobody sees them yet."""

    name = "drafts"
    template_name = "centers/admin/home_drafts.html"
    order = 30

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        waiting = CenterDocument.objects.kept().filter(live=False, center__deleted_at=None)
        drafts = reach(user, "row", "view").rows(waiting)
        return {
            "total": drafts.count(),
            "drafts": [
                (row, reverse("center_document:edit", args=[row.pk]))
                for row in drafts.select_related("center__school").order_by("-updated_at")[:5]
            ],
            "list_url": f"{reverse('center_document:list')}?live=false",
        }

    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        return super().render_html(parent_context) if context["total"] else ""


def arrange_home(request, panels: list[Component]) -> None:
    """Put the panels of this site first, and leave out what concerns no school."""
    panels.extend([FirstStepsPanel(), CentersPanel(), DraftsPanel()])


def drop_summary(request, items: list) -> None:
    """Numbers of pages, images and files tell a secretary nothing."""
    items.clear()
