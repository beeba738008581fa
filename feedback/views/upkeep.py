"""What a centre sets for its questions, and the rights of whoever asked: a file of all, and its end."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from centers.models import Center
from centers.permissions import centers_for, may
from feedback.exporting import as_workbook
from feedback.models import Erasure, Question, accepts_questions, settings_of
from feedback.services.erasing import erase_person, person_as_data, questions_of
from feedback.staff_forms import PersonForm, SettingsForm
from feedback.views.inbox import Screen
from toolkit.mail import mail_is_configured
from toolkit.text import count_phrase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfCenterScreen(Screen):
    """A screen about the questions of one centre of the person's own."""

    center: Center

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        centers = centers_for(request.user).select_related("school", "municipality")
        self.center = get_object_or_404(centers, pk=kwargs["center_id"])

    def get_page_subtitle(self):
        return self.center.title

    def get_crumbs(self):
        desk = {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title}
        inbox = {"url": f"{reverse('feedback')}?center={self.center.pk}", "label": _("Вопросы")}
        return [desk, inbox]


class SettingsView(OfCenterScreen):
    """Whether questions are taken, in how many days they are answered, how long they are kept."""

    template_name = "feedback/admin/settings.html"
    page_title = gettext_lazy("Настройки вопросов")
    header_icon = "cog"
    form: SettingsForm | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, "change", self.center):
            raise PermissionDenied
        self.form = SettingsForm(request.POST, instance=settings_of(self.center))
        if self.form.is_valid():
            self.form.save()
            messages.success(request, _("Настройки сохранены."))
            return redirect("feedback_settings", self.center.pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chosen = settings_of(self.center)
        context |= {
            "center": self.center,
            "form": self.form or SettingsForm(instance=chosen),
            "is_open": accepts_questions(self.center, chosen),
            "lacks_address": not self.center.school.address.strip(),
            "has_mail": mail_is_configured(),
            "erasures": Erasure.objects.filter(center=self.center).select_related("by")[:20],
        }
        return context


class PersonView(OfCenterScreen):
    """All questions of one person: found by address, taken out as a file, erased for good.

    The address travels in the body of a request and never in an address of the site: those are written
    to the logs of servers.
    """

    template_name = "feedback/admin/person.html"
    page_title = gettext_lazy("Данные человека")
    header_icon = "user"
    form: PersonForm | None = None
    found: list[Question] | None = None
    asking = ""
    unsure = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = PersonForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        address = self.form.cleaned_data["address"]
        action = request.POST.get("action", "find")
        if action in ("json", "xlsx"):
            return self.file(address, action)
        self.found = list(questions_of(self.center, address))
        if action in ("ask", "erase"):
            if not self.may_erase:
                raise PermissionDenied
            if action == "erase" and "sure" in request.POST:
                count = erase_person(self.center, address, request.user)
                counted = count_phrase(count, _("вопрос"), _("вопроса"), _("вопросов"))
                messages.success(request, _("Стёрто навсегда: {count}.").format(count=counted))
                return redirect("feedback_person", self.center.pk)
            self.asking, self.unsure = "erase", action == "erase"
        return self.render_to_response(self.get_context_data())

    @property
    def may_erase(self) -> bool:
        return may(self.request.user, "delete", Question(center=self.center))

    def file(self, address: str, form: str) -> HttpResponse:
        """All that is kept of the person."""
        data = person_as_data(self.center, address)
        if form == "json":
            content: bytes = json.dumps(data, ensure_ascii=False, indent=2).encode()
            kind = "application/json; charset=utf-8"
        else:
            content, kind = as_workbook(data), XLSX
        response = HttpResponse(content, content_type=kind)
        name = _("данные человека {day}").format(day=f"{timezone.localdate():%d.%m.%Y}")
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "center": self.center,
            "form": self.form or PersonForm(),
            "found": self.found,
            "counted": count_phrase(len(self.found or ()), _("вопрос"), _("вопроса"), _("вопросов")),
            "asking": self.asking,
            "unsure": self.unsure,
            "may_erase": self.may_erase,
        }
        return context
