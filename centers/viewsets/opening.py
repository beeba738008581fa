"""Opening a centre: its school, itself, its head, a look at the page, and the whole tree at once."""

import re
from functools import cached_property

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import RedirectView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from centers.forms.opening import HeadForm, neighbours_of
from centers.models import Center, CenterPage, Invitation, Role
from centers.models.pages.base import find_page
from centers.permissions import centers_for, may
from centers.services import invitations
from centers.services.opening import AlreadyOpenedError, as_if_opened, open_once
from centers.services.words import place_in_words
from centers.viewsets.base import NOT_SAVED, FoundInList
from centers.viewsets.opening_draft import Draft, InvalidStepError, new_token
from toolkit.mail import mail_is_configured
from toolkit.numbers import row_number
from toolkit.text import count_phrase

STEPS = (
    ("opening_school", gettext_lazy("Школа")),
    ("opening_center", gettext_lazy("Центр")),
    ("opening_head", gettext_lazy("Руководитель")),
    ("opening_preview", gettext_lazy("Проверка")),
)
SHOWN_SCHOOLS = 15
FILL_IN_AGAIN = gettext_lazy("Этот шаг надо заполнить ещё раз: без него центр не открыть.")


class OpeningStartView(RedirectView):
    """Every opening gets a token of its own, so that two tabs of one browser do not mix."""

    def get_redirect_url(self, *args, **kwargs):
        return reverse("opening_school", args=[new_token()])


class OfDraft:
    """Something about one opening of a person who may open centres."""

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not may(request.user, "add", Center):
            raise PermissionDenied
        self.draft = Draft.of(request, kwargs["token"])

    def url_of(self, step: int) -> str:
        return reverse(STEPS[step - 1][0], args=[self.draft.token])

    def back_to(self, step: int) -> HttpResponse:
        """Send the person to the step that does not hold."""
        messages.warning(self.request, FILL_IN_AGAIN)
        return redirect(self.url_of(step))


class OpeningStep(OfDraft, WagtailAdminTemplateMixin, TemplateView):
    """What the screens of an opening share."""

    page_title = gettext_lazy("Открыть центр")
    header_icon = "site"
    step = 1

    def dispatch(self, request, *args, **kwargs):
        if self.draft.opened and centers_for(request.user).filter(pk=self.draft.opened).exists():
            return redirect("center_opened", self.draft.opened)
        try:
            response = super().dispatch(request, *args, **kwargs)
        except InvalidStepError as invalid:
            return self.back_to(invalid.step)
        add_never_cache_headers(response)  # the button «back» shows what was typed last
        return response

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_list"), "label": _("Центры")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        steps = [
            {"number": number, "label": label, "url": self.url_of(number) if number < self.step else ""}
            for number, (_name, label) in enumerate(STEPS, start=1)
        ]
        back = self.url_of(self.step - 1) if self.step > 1 else ""
        return super().get_context_data(steps=steps, step=self.step, back_url=back, **kwargs)

    def typed(self, form) -> dict[str, str]:
        """What was sent for the fields of the form, as it was sent."""
        sent = self.request.POST
        return {name: sent[name] for name in form.fields if name in sent}

    def show_again(self, form) -> HttpResponse:
        messages.error(self.request, NOT_SAVED)
        return self.render_to_response(self.get_context_data(form=form))


class SchoolStep(FoundInList, OpeningStep):
    """Finding the school in the register, or typing it in."""

    step = 1
    template_name = "centers/admin/opening_school.html"
    results_only = False
    digit_fields = ("ogrn", "inn")

    @property
    def search_query(self) -> str:
        return self.request.GET.get("q", "").strip()[:200]

    @property
    def is_searching(self) -> bool:
        return bool(self.search_query)

    def get_template_names(self):
        return ["centers/admin/opening_schools.html"] if self.results_only else [self.template_name]

    def get_context_data(self, **kwargs):
        found = self.search_queryset(self.draft.schools()).order_by("short_name", "pk")
        schools = list(found[: SHOWN_SCHOOLS + 1])
        form = kwargs.get("form") or (None if self.results_only else self.draft.school_form())
        namesake = getattr(form, "namesake", None)
        return super().get_context_data(
            **{
                **kwargs,
                "form": form,
                "is_typing": bool(form and form.is_bound) and not self.is_searching,
                "namesake": namesake and self.cards([namesake])[0],
                "query": self.search_query,
                "schools": self.cards(schools[:SHOWN_SCHOOLS]),
                "has_more": len(schools) > SHOWN_SCHOOLS,
                "shown": SHOWN_SCHOOLS,
                "chosen": self.draft.values.get("school"),
                "results_url": reverse("opening_schools", args=[self.draft.token]),
            }
        )

    def cards(self, schools) -> list[dict]:
        """The schools, each with the centres it has already."""
        centers = Center.objects.kept().filter(school__in=schools).select_related("school")
        by_school: dict[int, list[Center]] = {}
        for center in centers.order_by("building", "pk"):
            by_school.setdefault(center.school_id, []).append(center)
        return [{"school": school, "centers": by_school.get(school.pk, [])} for school in schools]

    def post(self, request, *args, **kwargs):
        if "school" in request.POST:
            number = row_number(request.POST["school"])
            if number is None or not self.draft.schools().filter(pk=number).exists():
                messages.error(request, _("Этой школы нет в вашей части реестра. Выберите другую."))
                return self.render_to_response(self.get_context_data())
            self.draft.keep(school=number, typed=None)
            return redirect(self.url_of(2))
        typed = self.typed(self.draft.school_form())
        self.draft.keep(school=None, typed=typed)
        form = self.draft.school_form()
        return redirect(self.url_of(2)) if typed and form.is_valid() else self.show_again(form)


class CenterStep(OpeningStep):
    """The centre itself: when, of which profile, in which building."""

    step = 2
    template_name = "centers/admin/opening_center.html"

    @cached_property
    def school(self):
        return self.draft.school()

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.draft.center_form(self.school)
        return super().get_context_data(
            form=form,
            school=self.school,
            neighbours=form.neighbours,
            activities=[form[name] for name in form.fields if name.startswith("does_")],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        self.draft.keep(center=self.typed(self.draft.center_form(self.school)))
        if "back" in request.POST:
            return redirect(self.url_of(1))
        form = self.draft.center_form(self.school)
        return redirect(self.url_of(3)) if form.is_valid() else self.show_again(form)


class HeadStep(OpeningStep):
    """Who will lead the centre."""

    step = 3
    template_name = "centers/admin/opening_head.html"

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.draft.head_form()
        return super().get_context_data(form=form, **kwargs)

    def post(self, request, *args, **kwargs):
        typed = {} if "later" in request.POST else self.typed(self.draft.head_form())
        self.draft.keep(head=typed)
        if "back" in request.POST:
            return redirect(self.url_of(2))
        form = self.draft.head_form()
        return redirect(self.url_of(4)) if form.is_valid() else self.show_again(form)


class PreviewStep(OpeningStep):
    """Everything at a glance with the page as it will be, and the button that makes it."""

    step = 4
    template_name = "centers/admin/opening_preview.html"

    def get_context_data(self, **kwargs):
        twin = kwargs.get("twin")
        try:
            center = None if twin else self.draft.build()
        except AlreadyOpenedError as found:
            center, twin = None, found.center
        return super().get_context_data(
            **{
                **kwargs,
                "center": center,
                "twin": twin,
                "twin_url": reverse("center_desk", args=[twin.pk]) if twin else "",
                "head": self.draft.head_form().data,
                "urls": [self.url_of(step) for step in (1, 2, 3)],
                "page_url": reverse("opening_page", args=[self.draft.token]),
            }
        )

    def post(self, request, *args, **kwargs):
        if "back" in request.POST:
            return redirect(self.url_of(3))
        publish = "publish" in request.POST
        try:
            school = self.draft.build().school
            page = open_once(school.municipality, self.draft.build, user=request.user, publish=publish)
        except AlreadyOpenedError as found:
            messages.error(request, _("Второй раз центр не открыт: он уже есть."))
            return self.render_to_response(self.get_context_data(twin=found.center))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return self.render_to_response(self.get_context_data())
        except IntegrityError:
            messages.error(
                request,
                _("Пока вы проверяли, кто-то другой внёс в реестр такие же данные. Попробуйте ещё раз."),
            )
            return self.render_to_response(self.get_context_data())
        invite_head(request, page.center, self.draft.head_form())
        self.draft.finish(page.center)
        return redirect("center_opened", page.center_id)


def invite_head(request: HttpRequest, center: Center, form: HeadForm) -> None:
    """Invite whom the form names, by letter where that goes; the sheet is printed from the next screen.

    The centre is open already: what fails here is told, and can be done again from there.
    """
    if not form.is_valid() or not form.cleaned_data["head_name"]:
        return
    last, first, *others = [*form.cleaned_data["head_name"].split(), ""]
    invitee = invitations.Invitee(last, first, " ".join(others).strip(), form.cleaned_data["head_email"])
    try:
        invitation, code = invitations.invite(Role.HEAD, center, invitee, by=request.user)
    except (PermissionDenied, ValidationError):
        messages.warning(
            request, _("Центр открыт, но приглашение руководителю не создано. Пригласите его ещё раз.")
        )
        return
    if invitation.email and mail_is_configured():
        link = request.build_absolute_uri(reverse("invite_accept", args=[code]))
        invitations.mail(invitation, link, place=place_in_words(center), by=request.user)


class PreviewPageView(OfDraft, View):
    """The page of the centre as the public would see it, made and forgotten in one transaction."""

    @method_decorator(xframe_options_sameorigin)
    def get(self, request, *args, **kwargs):
        section = request.GET.get("path", "").strip("/")
        try:
            with as_if_opened(self.draft.sketch(), section) as page:
                shown = find_page(page, [section] if section else [])
                response = shown.serve(request).render()
                own = page.url_path
        except (InvalidStepError, IntegrityError, ValidationError):
            raise Http404 from None
        content = lead_links_back(response.content.decode(), own, request.path)
        answer = HttpResponse(content)
        add_never_cache_headers(answer)
        return answer


def lead_links_back(html: str, own: str, here: str) -> str:
    """Let links to sections of the page shown lead to the preview, and all others nowhere.

    `own` is the address of the page in the tree, `here` that of the preview.
    """

    def lead(found: re.Match[str]) -> str:
        place = found["url"].partition("#")[0].rstrip("/")
        section = re.search(rf"{re.escape(own.split('/', 2)[2].rstrip('/'))}(?:/([\w-]+))?$", place)
        if found["url"].startswith("#"):
            return found[0]
        target = (f"{here}?path={section[1]}" if section[1] else here) if section else "#"
        return f'{found["start"]}href="{target}"'

    html = re.sub(r'(?P<start><a\b[^>]*?\s)href="(?P<url>[^"]*)"', lead, html)
    return re.sub(r"(<form\b[^>]*?\s)action=\"[^\"]*\"", r'\1action="#" inert', html)


class CenterOpenedView(WagtailAdminTemplateMixin, TemplateView):
    """What has been made, and what comes next."""

    page_title = gettext_lazy("Центр открыт")
    header_icon = "success"
    template_name = "centers/admin/opened.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        centers = centers_for(request.user).select_related("school", "municipality__region")
        self.center = get_object_or_404(centers, pk=kwargs["center_id"])
        self.page = CenterPage.objects.filter(center=self.center).first()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_list"), "label": _("Центры")},
            {"url": "", "label": self.center.title},
        ]

    @cached_property
    def header_buttons(self):
        if self.page is None or not self.page.live:
            return []
        return [HeaderButton(_("Посмотреть на сайте"), url=self.page.get_url(self.request), icon_name="view")]

    @cached_property
    def invitation(self) -> Invitation | None:
        """The newest invitation of a head that nobody has accepted yet, for those who may invite."""
        if not invitations.may_appoint(self.request.user, Role.HEAD, self.center):
            return None
        waiting = Invitation.objects.waiting().filter(center=self.center, role=Role.HEAD)
        return waiting.order_by("-pk").first()

    def get_context_data(self, **kwargs):
        sections = self.page.numchild if self.page else 0
        invite_url = f"{reverse('people_invite')}?center={self.center.pk}"
        return super().get_context_data(
            center=self.center,
            center_page=self.page,
            page_url=self.page.get_url(self.request) if self.page and self.page.live else "",
            page_edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]) if self.page else "",
            sections=count_phrase(sections, _("раздел"), _("раздела"), _("разделов")),
            desk_url=reverse("center_desk", args=[self.center.pk]),
            invitation=self.invitation,
            print_url=(
                reverse("people_invitation_action", args=[self.invitation.pk, "print"])
                if self.invitation
                else ""
            ),
            invite_url=(
                invite_url if invitations.may_appoint(self.request.user, Role.HEAD, self.center) else ""
            ),
            another_url=reverse("opening") if may(self.request.user, "add", Center) else "",
            others=[one for one in neighbours_of(self.center.school) if one.pk != self.center.pk],
            **kwargs,
        )


opening_urls = [
    path("centers/open/", OpeningStartView.as_view(), name="opening"),
    path("centers/open/<str:token>/school/", SchoolStep.as_view(), name="opening_school"),
    path(
        "centers/open/<str:token>/school/results/",
        SchoolStep.as_view(results_only=True),
        name="opening_schools",
    ),
    path("centers/open/<str:token>/center/", CenterStep.as_view(), name="opening_center"),
    path("centers/open/<str:token>/head/", HeadStep.as_view(), name="opening_head"),
    path("centers/open/<str:token>/preview/", PreviewStep.as_view(), name="opening_preview"),
    path("centers/open/<str:token>/page/", PreviewPageView.as_view(), name="opening_page"),
    path("centers/<int:center_id>/opened/", CenterOpenedView.as_view(), name="center_opened"),
]
