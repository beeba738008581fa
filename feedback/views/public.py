"""What a visitor sees: the form, what comes next, the consent.

The section of a centre only leads here, so its page stays the same for all and can be cached. The form has
no session: its cookie is that of the protection against forged forms, and nothing else.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from centers.frame import center_frame, is_on_host, public_center_page
from centers.models import Center, CenterPage, FeedbackPage
from feedback import tokens
from feedback.forms import QuestionForm
from feedback.models import ConsentText, Question, QuestionState, accepts_questions, settings_of
from feedback.services.asking import Asked, already_asked, ask
from feedback.services.consents import current_consent
from feedback.services.limits import sender_key, too_many
from toolkit.addresses import counted_address

LARGEST_NUMBER = 2**31 - 1


class _ForgeryCheck(CsrfViewMiddleware):
    """Django's check, with the reason given back: its page of refusal would lose what was typed."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def is_forged(request: HttpRequest) -> bool:
    """Whether the form came from elsewhere, or without its cookie."""
    check = _ForgeryCheck(lambda request: HttpResponse())
    check.process_request(request)
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    return check.process_view(request, lambda request: None, (), {}) is not None


def _center_page(center_id: int) -> tuple[Center, CenterPage]:
    """The centre and its page. Raises `Http404` for what the public may not see."""
    if center_id > LARGEST_NUMBER:
        raise Http404
    center = Center.objects.kept().filter(pk=center_id).first()
    page = public_center_page(center) if center else None
    if page is None:
        raise Http404
    return page.center, page


def _elsewhere(request: HttpRequest, page: CenterPage) -> HttpResponseBase | None:
    """A redirect to the centre's own host when another centre's host was asked."""
    if is_on_host(page, request):
        return None
    address = page.get_url(request)
    if not address:
        raise Http404
    return redirect(address.removesuffix(page.get_url_parts(request)[2]) + request.path)


def _frame(page: CenterPage, **more: Any) -> dict[str, Any]:
    """Context of a page that stands below the section «Обратная связь»."""
    frame = center_frame(page)
    section = next(
        (one for one in frame["sections"] if one.cached_content_type.model_class() is FeedbackPage), None
    )
    if section is not None:
        frame["breadcrumbs"] = [*frame["breadcrumbs"], section]
        frame["current_paths"] = [*frame["current_paths"], section.url_path]
    return {**frame, "section": section, **more}


def _private(response: HttpResponse, *, follow: bool = False) -> HttpResponse:
    """Out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex" if follow else "noindex, nofollow"
    return response


@csrf_exempt  # checked inside, so that a refusal keeps what was typed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_question(request: HttpRequest, center_id: int) -> HttpResponseBase:
    """The form, and the question sent with it."""
    center, page = _center_page(center_id)
    elsewhere = _elsewhere(request, page)
    if elsewhere is not None:
        return elsewhere
    chosen = settings_of(center)
    if not accepts_questions(center, chosen):
        typed = request.POST.get("text", "")
        return _private(render(request, "feedback/closed.html", _frame(page, typed=typed)))
    consent = current_consent(center, chosen)
    shown: dict[str, Any] = {"consent": consent, "chosen": chosen}
    if request.method != "POST":
        form = QuestionForm(initial={"mark": tokens.new_mark(center, consent.digest)})
        return _show_form(request, page, form, **shown)
    form = QuestionForm(request.POST)
    mark = tokens.read_mark(request.POST.get("mark", ""), center)
    problem, status = "", 200
    if is_forged(request):
        problem = _(
            "Сайт не узнал эту страницу: так бывает, если выключены файлы cookie. Всё написанное на месте. "
            "Нажмите «Отправить вопрос» ещё раз; если не поможет, позвоните или напишите в школу."
        )
    elif mark is None:
        problem = _("Страница была открыта слишком давно. Всё написанное на месте: отправьте ещё раз.")
    elif form.is_valid() and mark.consent != consent.digest:
        form.add_error("consent", _("Текст согласия изменился. Прочитайте его и отметьте снова."))
        mark = None
    elif form.is_valid():
        asked = _asked(request, form, mark)
        same = already_asked(center, asked)
        if same is not None:
            return _next(center, same)
        if mark.is_too_quick:
            problem = _("Форма отправлена так быстро, что сайт не успел. Всё на месте: отправьте ещё раз.")
        elif too_many(center, asked.sender):
            status = 429
            problem = _(
                "За последний час отсюда пришло много вопросов. Всё написанное на месте: отправьте через час "
                "или позвоните в школу."
            )
        else:
            return _next(center, ask(center, chosen, asked))
    if mark is None:
        form.data = {**form.data.dict(), "mark": tokens.new_mark(center, consent.digest)}
        if "consent" in form.errors:
            form.data.pop("consent", None)
    return _show_form(request, page, form, problem=problem, status=status, **shown)


def _asked(request: HttpRequest, form: QuestionForm, mark: tokens.FormMark) -> Asked:
    data = form.cleaned_data
    return Asked(
        name=data["name"],
        email=data["reply"].email,
        phone=data["reply"].phone,
        text=data["text"],
        nonce=mark.nonce,
        page=request.build_absolute_uri(),
        sender=sender_key(counted_address(request)),
        trap=data["homepage"],
    )


def _next(center: Center, question: Question) -> HttpResponseBase:
    response = redirect("feedback_receipt", center.pk, question.receipt)
    response.status_code = 303
    return response


def _show_form(
    request: HttpRequest, page: CenterPage, form: QuestionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = _frame(page, form=form, **more)
    return _private(render(request, "feedback/ask.html", context, status=status))


#: What the visitor is told of the states; a sorted-out question is told from a new one by nobody.
SAID_OF_STATE = {
    QuestionState.NEW: gettext_lazy("Вопрос получен, школа его ещё не открывала."),
    QuestionState.SUSPICIOUS: gettext_lazy("Вопрос получен, школа его ещё не открывала."),
    QuestionState.SPAM: gettext_lazy("Вопрос получен, школа его ещё не открывала."),
    QuestionState.WORKING: gettext_lazy("Школа готовит ответ."),
    QuestionState.ANSWERED: gettext_lazy("Школа ответила."),
    QuestionState.CLOSED: gettext_lazy("Школа закрыла вопрос без ответа. Если он остался, позвоните."),
}


@never_cache
@require_safe
def receipt(request: HttpRequest, center_id: int, receipt: str) -> HttpResponseBase:
    """What happens next; known only to whoever has the address. Neither text nor name stands here."""
    center, page = _center_page(center_id)
    question = get_object_or_404(Question, center=center, receipt=receipt)
    context = _frame(page, question=question, said=SAID_OF_STATE[QuestionState(question.state)])
    response = _private(render(request, "feedback/receipt.html", context))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def consent_now(request: HttpRequest, center_id: int) -> HttpResponseBase:
    """The consent document of today."""
    center, page = _center_page(center_id)
    elsewhere = _elsewhere(request, page)
    if elsewhere is not None:
        return elsewhere
    if not center.school.address.strip():
        raise Http404
    consent = current_consent(center, settings_of(center))
    return _show_consent(request, page, consent, is_current=True)


@require_safe
def consent_version(request: HttpRequest, center_id: int, number: int) -> HttpResponseBase:
    """A version that somebody has agreed to, as it read then."""
    center, page = _center_page(center_id)
    if number > LARGEST_NUMBER:
        raise Http404
    version = get_object_or_404(ConsentText, center=center, number=number)
    return _show_consent(request, page, version, is_current=False)


def _show_consent(
    request: HttpRequest, page: CenterPage, consent: Any, *, is_current: bool
) -> HttpResponseBase:
    others = ConsentText.objects.filter(center=page.center).exclude(number=consent.number).defer("content")
    context = _frame(
        page,
        consent=consent,
        is_current=is_current,
        others=others[:50],
        now_url=reverse("feedback_consent", args=[page.center.pk]),
    )
    return _private(render(request, "feedback/consent.html", context), follow=True)
