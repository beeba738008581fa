"""The inbox: the list, one question with what is done about it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from centers.permissions import may
from feedback.inbox import TABS, Wanted, keeps_questions, questions_for, waiting_for, with_delivery
from feedback.models import Answer, AnswerWay, Delivery, Question, QuestionState
from feedback.services import answering
from feedback.staff_forms import CLOSE_REASONS, AnswerForm, CloseForm, NoteForm
from toolkit.lists import ROWS
from toolkit.mail import mail_is_configured


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the inbox: only for those who have one, and kept by no cache."""

    header_icon = "mail"
    crumbs: tuple[tuple[str, str], ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not keeps_questions(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *self.get_crumbs(), here]

    def get_crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("feedback"), "label": _("Вопросы")}]


class InboxView(Screen):
    """The questions of the own part, those to answer first at the top."""

    template_name = "feedback/admin/inbox.html"
    page_title = gettext_lazy("Вопросы посетителей")

    def get_crumbs(self):
        return []

    def get_page_subtitle(self):
        center = Wanted.read(self.request).center
        return center.title if center else ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        wanted = Wanted.read(self.request)
        questions = questions_for(self.request.user)
        of_states = wanted.within(questions).order_by().values("state").annotate(count=Count("pk"))
        counts = dict(of_states.values_list("state", "count"))
        rows = wanted.choose(questions, self.request.user).select_related("center__school", "assigned_to")
        context |= {
            "wanted": wanted,
            "tabs": [
                {
                    "label": label,
                    "count": sum(counts.get(state, 0) for state in states),
                    "query": wanted.query(tab=name, mine="", late=""),
                    "is_current": name == wanted.tab and not wanted.number,
                }
                for name, label, states in TABS
            ],
            "waiting": waiting_for(self.request),
            "page": Paginator(with_delivery(rows), ROWS).get_page(self.request.GET.get("page")),
            "query": wanted.query(number=wanted.number),
            "mine_query": wanted.query(mine="" if wanted.mine else "1"),
            "late_query": wanted.query(late="" if wanted.late else "1"),
            "all_query": wanted.query(center=""),
            "center_url": reverse("center_desk", args=[wanted.center.pk]) if wanted.center else "",
        }
        return context


class QuestionView(Screen):
    """One question: its text, how to reach the visitor, the answer, and what was done before."""

    template_name = "feedback/admin/question.html"
    note_form: NoteForm | None = None
    answer_form: AnswerForm | None = None
    close_form: CloseForm | None = None
    changed_meanwhile = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.question = self._question()

    def _question(self) -> Question:
        found = questions_for(self.request.user).select_related(
            "center__school", "center__municipality", "assigned_to", "consent__text"
        )
        question = found.filter(pk=self.kwargs["question_id"]).first()
        if question is None:
            raise Http404
        return question

    def get_page_title(self):
        return str(self.question)

    def get_page_subtitle(self):
        return self.question.center.title

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        question = self.question
        if not may(request.user, "change", question):
            raise PermissionDenied
        version = request.POST.get("version", "")
        action = request.POST.get("action", "")
        doing = getattr(self, f"do_{action}", None) if action in ACTIONS else None
        if doing is None or not version.isdecimal() or len(version) > 9:
            raise Http404
        try:
            done = doing(question.pk, int(version))
        except answering.ChangedMeanwhileError:
            self.changed_meanwhile = True
            self.question = self._question()
            self._keep_typed()
            done = ""
        except Question.DoesNotExist as error:
            raise Http404 from error
        if not done:
            return self.render_to_response(self.get_context_data())
        messages.success(request, done)
        return redirect("feedback_question", question.pk)

    def _keep_typed(self) -> None:
        """What was typed is shown again, whichever button was pressed."""
        data = self.request.POST
        if "note-note" in data:
            self.note_form = NoteForm(self.question, self.request.user, data)
        if "answer-text" in data:
            self.answer_form = AnswerForm(self.question, data)
        if "close-reason" in data:
            self.close_form = CloseForm(data)

    def do_take(self, number: int, version: int) -> str:
        answering.take(number, version, self.request.user)
        return _("Вопрос у вас в работе.")

    def do_note(self, number: int, version: int) -> str:
        form = self.note_form = NoteForm(self.question, self.request.user, self.request.POST)
        if not form.is_valid():
            return ""
        answering.keep_note(number, version, self.request.user, **form.cleaned_data)
        return _("Сохранено.")

    def do_answer(self, number: int, version: int) -> str:
        form = self.answer_form = AnswerForm(self.question, self.request.POST)
        if not form.is_valid():
            return ""
        try:
            given = answering.answer(number, version, self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("way", error)
            return ""
        if given.way == AnswerWay.MAIL:
            return _("Ответ сохранён, письмо отправляется.")
        return _("Ответ записан, вопрос закрыт.")

    def do_resend(self, number: int, version: int) -> str:
        letter = self.request.POST.get("letter", "")
        if not letter.isdecimal() or len(letter) > 18:
            raise Http404
        answering.send_again(number, version, self.request.user, int(letter))
        return _("Письмо отправляется ещё раз.")

    def do_close(self, number: int, version: int) -> str:
        form = self.close_form = CloseForm(self.request.POST)
        if not form.is_valid():
            return ""
        answering.close(number, version, self.request.user, **form.cleaned_data)
        return _("Вопрос закрыт без ответа.")

    def do_spam(self, number: int, version: int) -> str:
        answering.mark_spam(number, version, self.request.user)
        return _("Отмечено как спам. Через 30 дней сотрётся само.")

    def do_reopen(self, number: int, version: int) -> str:
        answering.reopen(number, version, self.request.user)
        return _("Вопрос снова ждёт ответа.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        question, user = self.question, self.request.user
        answers = list(Answer.objects.filter(question=question).select_related("by"))
        log = ModelLogEntry.objects.for_instance(question).select_related("user").order_by("-timestamp")
        sending = any(one.delivery in (Delivery.QUEUED, Delivery.SENDING) for one in answers)
        context |= {
            "question": question,
            "consent": getattr(question, "consent", None),
            "answers": answers,
            "is_sending": sending,
            "can_change": may(user, "change", question),
            "can_answer": not sending
            and question.state in (QuestionState.NEW, QuestionState.WORKING, QuestionState.ANSWERED),
            "can_reopen": question.state not in (QuestionState.NEW, QuestionState.WORKING) and not sending,
            "is_mine": question.assigned_to_id == user.pk,
            "has_mail": mail_is_configured(),
            "note_form": self.note_form or NoteForm(question, user),
            "answer_form": self.answer_form or AnswerForm(question),
            "close_form": self.close_form or CloseForm(),
            "close_reasons": CLOSE_REASONS,
            "changed_meanwhile": self.changed_meanwhile,
            "log": [(entry, ACTIONS_IN_LOG.get(entry.action, "")) for entry in log[:50]],
            "state_names": dict(QuestionState.choices),
            "person_url": reverse("feedback_person", args=[question.center_id]),
        }
        return context


ACTIONS = frozenset({"take", "note", "answer", "resend", "close", "spam", "reopen"})
ACTIONS_IN_LOG = {
    "feedback.note": gettext_lazy("изменены ответственный или заметка"),
    "feedback.answer": gettext_lazy("дан ответ"),
    "feedback.resend": gettext_lazy("письмо отправлено ещё раз"),
}
