"""Questions of visitors, the consents they were asked with, and what the staff does with both.

Every text here may hold personal data: no row of these models is shown to the public or written to a log.
"""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center, CenterState
from toolkit.text import russian_date

#: 10 working days are what 152-ФЗ gives for requests about personal data; a question should not wait longer.
DEFAULT_DAYS = 10
DEFAULT_MONTHS = 12
MOST_DAYS = 30
MOST_MONTHS = 36
MOST_LETTERS = 10_000


def in_a_year() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=365)


class QuestionState(models.TextChoices):
    """Where a question stands; `SUSPICIOUS` was sorted out by the site, `SPAM` by a person."""

    NEW = "new", _("новый")
    WORKING = "working", _("в работе")
    ANSWERED = "answered", _("отвечен")
    CLOSED = "closed", _("закрыт без ответа")
    SUSPICIOUS = "suspicious", _("подозрительный")
    SPAM = "spam", _("спам")


#: Questions that somebody waits for an answer to.
OPEN_STATES = (QuestionState.NEW, QuestionState.WORKING)


class Delivery(models.TextChoices):
    """What became of the letter with an answer."""

    NONE = "", _("письма не было")
    QUEUED = "queued", _("отправляется")
    SENDING = "sending", _("отправляется")
    SENT = "sent", _("отправлено")
    FAILED = "failed", _("не отправлено")


class AnswerWay(models.TextChoices):
    """How an answer was given."""

    MAIL = "mail", _("письмом с этого сайта")
    OWN_MAIL = "own_mail", _("письмом с почты школы")
    PHONE = "phone", _("по телефону")
    IN_PERSON = "in_person", _("лично")


class FeedbackSettings(models.Model):
    """What a centre has set for its questions; a centre without a row has the defaults."""

    center = models.OneToOneField(
        Center, on_delete=models.CASCADE, related_name="feedback_settings", editable=False
    )
    is_open = models.BooleanField(_("принимать вопросы на сайте"), default=True)
    days_to_answer = models.PositiveSmallIntegerField(
        _("за сколько дней отвечать"),
        default=DEFAULT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    months_to_keep = models.PositiveSmallIntegerField(
        _("сколько месяцев хранить"),
        default=DEFAULT_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    notify_email = models.EmailField(_("куда сообщать о новых вопросах"), blank=True)
    updated_at = models.DateTimeField(_("изменено"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("настройки вопросов")
        verbose_name_plural = _("настройки вопросов")

    def __str__(self) -> str:
        return str(self.center)


class ConsentText(models.Model):
    """One version of the consent document of a centre's school, as people have agreed to it.

    Written when the first person agrees to it and never changed; a text that nobody has seen the form
    with needs no row.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="consent_texts")
    number = models.PositiveIntegerField(_("редакция"))
    #: Its parts, each with `title`, paragraphs in `text` and lines of a list in `items`.
    content = models.JSONField(_("текст"))
    digest = models.CharField(max_length=64)
    valid_from = models.DateField(_("действует с"))
    created_at = models.DateTimeField(_("записана"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("редакция согласия")
        verbose_name_plural = _("редакции согласия")
        ordering = ["center", "-number"]
        constraints = [models.UniqueConstraint(fields=["center", "number"], name="feedback_consent_number")]

    def __str__(self) -> str:
        return _("Редакция {number} от {day}").format(number=self.number, day=russian_date(self.valid_from))


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, center) -> "QuestionQuerySet":
        return self.filter(center=center)

    def waiting(self) -> "QuestionQuerySet":
        """Questions that somebody waits for an answer to."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, today: dt.date | None = None) -> "QuestionQuerySet":
        """Those of them whose last day has passed."""
        return self.waiting().filter(due_on__lt=today or timezone.localdate())


class Question(models.Model):
    """What a visitor asked. `number` is what the school and the visitor call it, unique in the centre.

    `receipt` is the unguessable part of the address that tells the visitor how things stand. `form_key`
    comes from the very form that was sent, so that a double press makes one question. `version` counts
    changes: a screen that was opened before somebody else's change is not saved over it.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField(_("номер"))
    receipt = models.CharField(max_length=32, unique=True)
    form_key = models.CharField(max_length=64, unique=True)
    content_key = models.CharField(max_length=64)
    name = models.CharField(_("имя"), max_length=100)
    email = models.EmailField(_("электронная почта"), blank=True)
    phone = models.CharField(_("телефон"), max_length=30, blank=True)
    text = models.TextField(_("вопрос"), max_length=MOST_LETTERS)
    state = models.CharField(
        _("состояние"), max_length=10, choices=QuestionState.choices, default=QuestionState.NEW
    )
    suspicion = models.CharField(_("почему подозрителен"), max_length=200, blank=True)
    close_reason = models.CharField(_("почему закрыт без ответа"), max_length=300, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто отвечает"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    note = models.TextField(_("заметка для сотрудников"), max_length=MOST_LETTERS, blank=True)
    due_on = models.DateField(_("ответить до"))
    #: What the consent said: on this day the question is erased, whatever the centre sets later.
    keep_until = models.DateField(_("хранить до"), default=in_a_year)
    closed_at = models.DateTimeField(_("закончен"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("получен"), default=timezone.now)

    objects = QuestionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("вопрос")
        verbose_name_plural = _("вопросы")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["center", "state", "created_at"], name="feedback_center_state"),
            models.Index(fields=["state", "due_on"], name="feedback_state_due"),
            models.Index(fields=["created_at"], name="feedback_created"),
            models.Index(fields=["keep_until"], name="feedback_keep_until"),
            models.Index(fields=["center", "email"], name="feedback_center_email"),
            models.Index(fields=["center", "phone"], name="feedback_center_phone"),
            models.Index(fields=["center", "content_key"], name="feedback_center_content"),
            models.Index(
                fields=["center", "due_on"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="feedback_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["center", "number"], name="feedback_number"),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="feedback_reply_address"),
        ]

    def __str__(self) -> str:
        # No name and no text: the log keeps these words after the question is gone.
        return _("Вопрос № {number}").format(number=self.number)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def reply_to(self) -> str:
        """Where the visitor waits for the answer."""
        return self.email or self.phone


class Consent(models.Model):
    """To which text the person agreed, when and by which form (152-ФЗ, ст. 9). Goes with the question."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="consent")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(_("когда дано"), default=timezone.now)
    box = models.CharField(_("что стояло у отметки"), max_length=300)
    age_box = models.CharField(_("что стояло у отметки о возрасте"), max_length=300)
    page = models.URLField(_("на какой странице"), max_length=500)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("согласие")
        verbose_name_plural = _("согласия")

    def __str__(self) -> str:
        return str(self.text)


class Answer(models.Model):
    """An answer to a question; a letter that failed stays with its text and can be sent again."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("ответ"), max_length=MOST_LETTERS, blank=True)
    way = models.CharField(_("как дан ответ"), max_length=10, choices=AnswerWay.choices)
    delivery = models.CharField(
        _("письмо"), max_length=8, choices=Delivery.choices, default=Delivery.NONE, blank=True
    )
    problem = models.CharField(_("почему не отправлено"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто ответил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    created_at = models.DateTimeField(_("когда"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("когда отправлено"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ответ")
        verbose_name_plural = _("ответы")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["delivery", "claimed_at"], name="feedback_delivery")]

    def __str__(self) -> str:
        return _("Ответ на вопрос № {number}").format(number=self.question.number)


class Attempt(models.Model):
    """That a form was sent: for the limits of a day, without the address itself.

    `sender` is a keyed hash of the network address whose key changes every day, so that even the site
    cannot turn it back a day later.
    """

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("отправка формы")
        verbose_name_plural = _("отправки формы")
        indexes = [
            models.Index(fields=["sender", "at"], name="feedback_attempt_sender"),
            models.Index(fields=["center", "at"], name="feedback_attempt_center"),
            models.Index(fields=["at"], name="feedback_attempt_at"),
        ]

    def __str__(self) -> str:
        return str(self.at)


class ErasureKind(models.TextChoices):
    REQUEST = "request", _("по просьбе")
    PURGE = "purge", _("по сроку хранения")


class Erasure(models.Model):
    """How many questions were erased, when, why and by whom; nothing of whose they were."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="feedback_erasures")
    kind = models.CharField(_("почему"), max_length=8, choices=ErasureKind.choices)
    count = models.PositiveIntegerField(_("сколько вопросов"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто стёр"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    at = models.DateTimeField(_("когда"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("стирание вопросов")
        verbose_name_plural = _("стирания вопросов")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["center", "at"], name="feedback_erasure_center")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


def settings_of(center: Center) -> FeedbackSettings:
    """The settings of the centre; unsaved defaults when it has set nothing."""
    found = FeedbackSettings.objects.filter(center=center).first()
    return found or FeedbackSettings(center=center)


def accepts_questions(center: Center, chosen: FeedbackSettings) -> bool:
    """Whether the public may ask this centre.

    A consent must name the operator and its address (152-ФЗ, ст. 9, ч. 4), so a school without an
    address in the register cannot ask for one.
    """
    works = center.deleted_at is None and center.state != CenterState.CLOSED
    return works and chosen.is_open and bool(center.school.address.strip())
