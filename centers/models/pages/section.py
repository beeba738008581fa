"""Pages that stand below a centre."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from centers.models.bodies_now import bodies_for
from centers.models.center_facts import center_facts
from centers.models.pages.base import SEO_PANELS, BasePage, has_child_of_type
from centers.models.querysets import below
from centers.models.registry import Center
from centers.panels import CenterPageForm
from centers.texts.facts import CenterFacts
from toolkit.prepared import Prepared


class CenterScopedPage(BasePage):
    """A page of one centre; `center` is set from the tree and never by a person.

    `row_fields` names the foreign keys to rows of the centre: a copy of the page in another
    centre leaves those rows behind.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    content_panels = [FieldPanel("title")]
    base_form_class = CenterPageForm
    row_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def detail_queryset(cls):
        return cls.objects.select_related(
            "center__school",
            "center__municipality__region",
            "center__operator",
            "center__coordinator",
            "center__federal_project__national_project",
        )

    @cached_property
    def bodies(self):
        return bodies_for(self.center)

    @cached_property
    def center_place(self) -> Page:
        """The centre's page among the ancestors, as a plain page."""
        from centers.models.pages.center import CenterPage

        model = CenterPage
        return next(p for p in self.places if p.cached_content_type.model_class() is model)

    @cached_property
    def facts(self) -> CenterFacts:
        return center_facts(self.center, self.bodies)

    def set_center_from_tree(self) -> None:
        """Take the centre from the nearest ancestor that is a centre's page."""
        from centers.models.pages.center import CenterPage

        path, depth = self.path[: -self.steplen], self.depth - 1
        ancestors = [path[: self.steplen * level] for level in range(1, depth + 1)]
        found = CenterPage.objects.filter(path__in=ancestors).order_by("-depth").first()
        if found:
            self.center_id = found.center_id
            self.leave_foreign_rows()

    def leave_foreign_rows(self) -> None:
        """Empty what refers to a row of another centre."""
        for name in self.row_fields:
            row = getattr(self, name)
            if row is not None and row.center_id != self.center_id:
                setattr(self, name, None)

    def full_clean(self, *args, **kwargs):
        if self.center_id is None and self.path:
            self.set_center_from_tree()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        if self._state.adding and self.path:
            self.set_center_from_tree()
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A draft belongs to the centre that the page stands in, wherever it was copied from."""
        page = super().with_content_json(content)
        page.center_id = self.center_id
        page.leave_foreign_rows()
        return page

    def can_move_to(self, parent):
        """A section stays with its centre: its rows and files belong there."""
        target = getattr(parent.specific, "center", None)
        return target is not None and target.pk == self.center_id and super().can_move_to(parent)

    def page_context(self, request):
        context = super().page_context(request)
        context["center"] = self.center
        context["center_place"] = self.center_place
        context["sections"] = center_sections(self.center_place)
        context["current_paths"] = [place.url_path for place in self.places]
        return context


def center_sections(center_place: Page) -> list[Page]:
    """Published sections of a centre in the order its editors gave them: one query."""
    return _SECTIONS(depth=center_place.depth + 1, **below(center_place))


_SECTIONS: Prepared[Page] = Prepared(
    lambda depth, first, last: (
        Page.objects.live()
        .filter(depth=depth, path__gt=first, path__lte=last, show_in_menus=True)
        .order_by("path")
    )
)


class SectionPage(CenterScopedPage):
    """One of the sections of a centre, of which there is one of each kind."""

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "show_in_menus",
                    heading=_("Показывать раздел"),
                    help_text=_("Снимите отметку, и раздел исчезнет из меню центра; его страница останется."),
                )
            ],
            heading=_("Меню центра"),
        ),
        *SEO_PANELS,
    ]
    is_creatable = True

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        """One section of a kind in a centre."""
        return super().can_create_at(parent) and not has_child_of_type(parent, cls)
