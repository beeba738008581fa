"""Screens of reminders: to whom and in which words, what has been sent, and the panel of the first screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from centers.permissions import centers_for
from oversight.board_views import OfCoordinator, centers_phrase
from oversight.models import Mailing, Notice, Reminder
from oversight.reminder_models import LONGEST_TEXT
from oversight.reminder_tasks import post
from oversight.services.reminders import RemindedTodayError, coordinated, recipients, remind, reminded_today
from toolkit.mail import mail_is_configured
from toolkit.numbers import row_number
from toolkit.text import count_phrase

SHOWN_RECIPIENTS = 200
SHOWN_REMINDERS = 50


class ReminderForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Текст"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Напишите, о чём напоминаете.")},
    )
    again = forms.BooleanField(label=gettext_lazy("Всё равно напомнить ещё раз"), required=False)


class RemindView(OfCoordinator, WagtailAdminTemplateMixin, TemplateView):
    """Whom the reminder will reach and in which words; sending it."""

    template_name = "oversight/board_remind.html"
    page_title = gettext_lazy("Напомнить")
    header_icon = "mail"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.chosen.requirement is None:
            messages.warning(request, _("Сначала выберите, чего не хватает: напоминают об одном пункте."))
            return redirect("oversight_board")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requirement = self.chosen.requirement
        people = recipients(self.centers)
        total = self.centers.count()
        reached = people.order_by().values("center").distinct().count()
        form = kwargs.pop("form", None) or ReminderForm(initial={"text": self.words(requirement)})
        return super().get_context_data(
            form=form,
            requirement=requirement,
            total=total,
            people=people[:SHOWN_RECIPIENTS],
            people_total=people.count(),
            shown=SHOWN_RECIPIENTS,
            unreached=self.centers.exclude(pk__in=people.order_by().values("center"))[:SHOWN_RECIPIENTS],
            unreached_label=centers_phrase(total - reached) if total > reached else "",
            today=reminded_today(requirement, self.centers),
            with_mail=mail_is_configured(),
            back_url=f"{reverse('oversight_board')}?{self.query()}",
            action=f"{self.request.path}?{self.query()}",
            **kwargs,
        )

    @staticmethod
    def words(requirement: Any) -> str:
        return _("Здравствуйте! В разделах вашего центра «Точка роста» не хватает: {title}. {todo}").format(
            title=requirement.title, todo=requirement.todo
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        form = ReminderForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        requirement, again = self.chosen.requirement, form.cleaned_data["again"]
        if not recipients(self.centers).exists():
            form.add_error(None, _("Напоминать некому: у этих центров нет сотрудников с входом на сайт."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            reminder = remind(
                requirement, self.centers, form.cleaned_data["text"], by=request.user, again=again
            )
        except RemindedTodayError as found:
            form.add_error(
                "again",
                _("Об этом сегодня уже напоминали: {centers}. Если нужно ещё раз, поставьте отметку.").format(
                    centers=centers_phrase(found.count)
                ),
            )
            return self.render_to_response(self.get_context_data(form=form))
        log(instance=reminder, action="oversight.remind", user=request.user)
        post(reminder, f"{request.scheme}://{request.get_host()}")
        people = reminder.notices.values("user").distinct().count()
        messages.success(
            request,
            _("Напоминание отправлено: {people}. Его увидят на первом экране.").format(
                people=count_phrase(people, _("человеку"), _("людям"), _("людям"))
            ),
        )
        return redirect("oversight_reminders")


class RemindersView(OfCoordinator, WagtailAdminTemplateMixin, TemplateView):
    """What was reminded of in the own part, by whom, and what became of the letters."""

    template_name = "oversight/board_reminders.html"
    page_title = gettext_lazy("Напоминания")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Q(notices__center__in=coordinated(self.request.user).values("pk"))
        rows = Reminder.objects.filter(own).annotate(
            centers=Count("notices__center", distinct=True),
            people=Count("notices__user", distinct=True),
            sent=Count("notices", filter=Q(notices__mailing=Mailing.SENT)),
            queued=Count("notices", filter=Q(notices__mailing=Mailing.QUEUED)),
            failed=Count("notices", filter=Q(notices__mailing=Mailing.FAILED)),
        )
        return super().get_context_data(
            reminders=rows.order_by("-at", "-pk")[:SHOWN_REMINDERS],
            board_url=reverse("oversight_board"),
            **kwargs,
        )


def own_notices(user: Any) -> Any:
    """Reminders to the person that are not hidden, of centres where they still work."""
    notices = Notice.objects.filter(user=user, hidden_at__isnull=True, center__in=centers_for(user))
    return notices.select_related("reminder", "center__school").order_by("-reminder__at", "pk")


class NoticesPanel(Component):
    """Reminders of coordinators on the first screen."""

    name = "notices"
    template_name = "oversight/home_notices.html"
    order = 4

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {"notices": list(own_notices(request.user)[:5]), "csrf": get_token(request)}

    def render_html(self, parent_context: Any = None) -> str:
        exists = Notice.objects.filter(user=parent_context["request"].user, hidden_at__isnull=True).exists()
        return super().render_html(parent_context) if exists else ""


class HideNoticeView(View):
    """Puts one's own reminder away; the number is looked up among one's own only."""

    def post(self, request: Any) -> Any:
        number = row_number(request.POST.get("notice", ""))
        rows = Notice.objects.filter(user=request.user, hidden_at__isnull=True)
        notice = get_object_or_404(rows, pk=number)
        notice.hidden_at = timezone.now()
        notice.save(update_fields=["hidden_at"])
        return redirect("wagtailadmin_home")


reminder_urls = [
    path("oversight/remind/", RemindView.as_view(), name="oversight_remind"),
    path("oversight/reminders/", RemindersView.as_view(), name="oversight_reminders"),
    path("oversight/notice/hide/", HideNoticeView.as_view(), name="oversight_notice_hide"),
]
