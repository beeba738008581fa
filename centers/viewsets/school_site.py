"""«Для сайта школы»: what the school puts on its own site, and the poster for its wall."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centers.frame import public_center_page
from centers.metadata.addresses import host_of
from centers.models import Center, CenterPage
from centers.permissions import centers_for, may
from centers.posters import Form, poster_facts, poster_pdf
from centers.views.school_site import as_html, section_of, short_address
from toolkit.text import transliterate

FORMS = (
    (Form.A4, gettext_lazy("Лист A4"), gettext_lazy("на дверь или стенд")),
    (
        Form.STRIPS,
        gettext_lazy("A4 с отрывными полосками"),
        gettext_lazy("на остановку, в магазин, на доску объявлений"),
    ),
    (Form.A5, gettext_lazy("Половина листа, A5"), gettext_lazy("раздать детям и родителям")),
)


def own_center(request, center_id: int) -> Center:
    """The centre, if it is in the person's part. Raises `Http404` otherwise."""
    centers = centers_for(request.user).select_related("school", "municipality__region")
    return get_object_or_404(centers, pk=center_id)


class SchoolSiteView(WagtailAdminTemplateMixin, TemplateView):
    """Text to paste, addresses to pull from, the poster: for a centre that the public can see."""

    template_name = "centers/admin/school_site.html"
    page_title = gettext_lazy("Для сайта школы")
    header_icon = "code"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.center = own_center(request, kwargs["center_id"])
        self.page: CenterPage | None = public_center_page(self.center)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_list"), "label": _("Центры")},
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        school = self.center.school
        context |= {
            "center": self.center,
            "is_public": self.page is not None,
            "desk_url": reverse("center_desk", args=[self.center.pk]),
            "school_url": reverse("register_school:edit", args=[school.pk])
            if may(self.request.user, "change", school)
            else "",
        }
        if self.page is not None:
            root = host_of(self.page, self.request)
            context |= {
                "text": as_html(section_of(self.page, self.request)),
                "html_address": root + reverse("school_section_html", args=[self.center.pk]),
                "json_address": root + reverse("school_section_json", args=[self.center.pk]),
                "short_address": short_address(self.page, self.request),
                "posters": [
                    (reverse("center_poster", args=[self.center.pk, form.value]), label, use)
                    for form, label, use in FORMS
                ],
            }
        return context


class PosterView(View):
    """The poster as PDF, in one of its forms."""

    def get(self, request, center_id: int, form: str):
        center = own_center(request, center_id)
        page = public_center_page(center)
        if page is None or form not in set(Form):
            raise Http404
        facts = poster_facts(page, short_address(page, request))
        name = slugify(transliterate(center.title))[:60]
        response = HttpResponse(poster_pdf(facts, Form(form)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="plakat-{name}-{form}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


school_site_urls = [
    path("centers/<int:center_id>/school-site/", SchoolSiteView.as_view(), name="center_school_site"),
    path("centers/<int:center_id>/poster/<slug:form>.pdf", PosterView.as_view(), name="center_poster"),
]
