"""Dropping many files for a centre on one screen, and confirming one table."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from centers.forms.intake import DropForm, IntakeRowForm
from centers.models import CenterDocument, IntakeBatch, IntakeItem, IntakeState
from centers.panels import row_list
from centers.permissions import centers_for
from centers.services import intake
from centers.viewsets.intake_rows import table_rows
from library.inspection import max_upload_bytes
from library.serving import serve_file
from library.types import BY_MIME_TYPE
from toolkit.numbers import row_number
from toolkit.text import count_phrase, file_size

ACCEPTED = ".pdf,.docx,.odt,.xlsx,.ods,.jpg,.jpeg,.png,.sig,.p7s,.sgn"
#: How long one request may publish, in seconds; the rest stays in the table.
CONFIRM_SECONDS = 20


def require(user, *actions: str) -> None:
    """Raises `PermissionDenied` unless the person may do all this with documents of centres."""
    policy = policy_registry.get_by_type(CenterDocument)
    if not all(policy.user_has_permission(user, action) for action in actions):
        raise PermissionDenied


def batches_for(user):
    return IntakeBatch.objects.filter(center__in=centers_for(user)).select_related("center__school")


class OfBatch:
    """Something about one batch of a centre that the person works with."""

    actions: tuple[str, ...] = ("add",)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        require(request.user, *self.actions)
        self.batch = get_object_or_404(batches_for(request.user), pk=kwargs["batch_id"])
        self.center = self.batch.center


class IntakeScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the empty screen and the screen of a batch share."""

    template_name = "centers/admin/intake.html"
    page_title = gettext_lazy("Загрузить документы")
    header_icon = "upload"
    batch: IntakeBatch | None = None

    def get_page_subtitle(self):
        return self.center.title

    def get_breadcrumbs_items(self):
        rows = row_list("documents")
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
            {"url": rows.list_url(self.center.pk), "label": rows.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def take_files(self, batch: IntakeBatch) -> bool:
        """Accept the files of a plain form; False when there are none."""
        form = DropForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            messages.error(self.request, " ".join(form.errors["files"]))
            return False
        for file in form.cleaned_data["files"]:
            intake.accept_stream(batch, file, name=file.name or "", size=file.size)
        return True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = row_list("documents")
        open_batches = intake.unfinished_batches(self.center.pk)
        if self.batch:
            open_batches = open_batches.exclude(pk=self.batch.pk)
        context |= {
            "center": self.center,
            "batch": self.batch,
            "accepted": ACCEPTED,
            "limit": max_upload_bytes(),
            "limit_label": file_size(max_upload_bytes()),
            "list_url": rows.list_url(self.center.pk),
            "open_batches": [
                (str(label), url) for label, url in unfinished_links(self.center.pk, open_batches)
            ],
        }
        return context


class IntakeStartView(IntakeScreen):
    """An empty screen: the first file opens the batch."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        require(request.user, "add")
        centers = centers_for(request.user).select_related("school")
        self.center = get_object_or_404(centers, pk=kwargs["center_id"])

    def post(self, request, *args, **kwargs):
        """Open a batch; for a script that is all, a plain form brings its files along."""
        if "files" not in request.FILES and request.headers.get("X-Requested-With") != "XMLHttpRequest":
            messages.error(request, _("Выберите хотя бы один файл."))
            return redirect(request.path)
        batch = intake.start_batch(self.center, request.user)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse(batch_addresses(batch), status=201)
        self.take_files(batch)
        return redirect("intake_batch", batch.pk)


def batch_addresses(batch: IntakeBatch) -> dict[str, str]:
    """Addresses that the script needs; it puts the key of the file for «KEY»."""
    return {
        "page": reverse("intake_batch", args=[batch.pk]),
        "state": reverse("intake_state", args=[batch.pk]),
        "file": reverse("intake_file", args=[batch.pk, "KEY"]),
    }


class IntakeBatchView(OfBatch, IntakeScreen):
    """The table of a batch: put right, confirm, put aside."""

    def post(self, request, *args, **kwargs):
        action, _colon, number = request.POST.get("action", "save").partition(":")
        faults = self.keep_rows()
        if action == "files":
            self.take_files(self.batch)
        elif action in {"confirm", "confirm_all", "confirm_picked"}:
            require(request.user, "publish")
            self.confirm(action, number, faults)
        elif action in {"discard", "discard_picked"}:
            put_aside = intake.discard(self.batch, self.numbers(action, number))
            messages.info(
                request,
                _("Убрано из таблицы: {files}. Их можно вернуть внизу страницы.").format(
                    files=files(put_aside)
                ),
            )
        elif action == "restore":
            intake.bring_back(self.batch, self.numbers(action, number))
        return redirect(request.path)

    def keep_rows(self) -> set[int]:
        """Save what was typed; the numbers of the rows where something is wrong."""
        faults = set()
        for item in self.batch.items.filter(state=IntakeState.READY).defer("reading"):
            if f"row-{item.pk}-title" in self.request.POST:
                form = IntakeRowForm(item, self.request.POST)
                if not form.keep():
                    faults.add(item.pk)
        return faults

    def numbers(self, action: str, number: str) -> list[int]:
        said = [number] if action in {"confirm", "discard", "restore"} else self.request.POST.getlist("pick")
        return [found for one in said if (found := row_number(one)) is not None]

    def confirm(self, action: str, number: str, faults: set[int]) -> None:
        if action == "confirm_all":
            rows = table_rows(self.batch)
            wanted = [row["item"].pk for row in rows if row["can_confirm"] and not row["repeats"]]
            repeated = sum(bool(row["can_confirm"] and row["repeats"]) for row in rows)
        else:
            wanted, repeated = self.numbers(action, number), 0
        outcome = intake.confirm(
            self.batch, [pk for pk in wanted if pk not in faults], self.request.user, seconds=CONFIRM_SECONDS
        )
        self.tell(outcome, sum(pk in faults for pk in wanted), repeated)

    def tell(self, outcome: intake.Outcome, faulty: int, repeated: int) -> None:
        request = self.request
        if outcome.made:
            made = count_phrase(len(outcome.made), _("документ"), _("документа"), _("документов"))
            messages.success(request, _("Опубликовано: {documents}.").format(documents=made))
        elif outcome.signatures:
            messages.success(request, _("Подписи добавлены."))
        if bad := faulty + len(outcome.refused):
            messages.error(
                request,
                _(
                    "Не опубликовано: {files}. Причина стоит в строке; всё введённое осталось на месте."
                ).format(files=files(bad)),
            )
        if repeated:
            messages.warning(
                request,
                _("Повторы не опубликованы: {files}. Если они нужны, отметьте их сами.").format(
                    files=files(repeated)
                ),
            )
        if outcome.left:
            messages.warning(
                request,
                _("Осталось опубликовать: {files}. Нажмите кнопку ещё раз.").format(
                    files=files(outcome.left)
                ),
            )
        if not (outcome.made or outcome.signatures or bad or repeated or outcome.left):
            messages.warning(request, _("Публиковать нечего: отметьте строки, которые уже прочитаны."))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = table_rows(self.batch)
        context |= {
            "rows": [row for row in rows if row["item"].state != IntakeState.DISCARDED],
            "discarded": [row for row in rows if row["item"].state == IntakeState.DISCARDED],
            "waiting": sum(row["is_waiting"] for row in rows),
            "addresses": batch_addresses(self.batch),
        }
        return context


def files(count: int) -> str:
    return count_phrase(count, _("файл"), _("файла"), _("файлов"))


class IntakeFileView(OfBatch, View):
    """One dropped file as the body of a PUT: sent again under its key, it is not doubled.

    A PUT and not a form: the body is read piece by piece here, and no more of it than may be stored.
    """

    http_method_names = ["put", "post"]

    def put(self, request, batch_id, client_key):
        length = request.META.get("CONTENT_LENGTH") or ""
        try:
            item = intake.accept_stream(
                self.batch,
                request,
                name=request.GET.get("name", ""),
                client_key=client_key,
                size=int(length) if length.isdecimal() else None,
            )
        except (intake.Interrupted, UnreadablePostError):
            return JsonResponse({"error": _("Связь оборвалась, файл дошёл не весь.")}, status=400)
        except ValueError:
            return HttpResponseBadRequest()
        return self.answer(item)

    def post(self, request, batch_id, client_key):
        """A file that the script found too large to send: it gets its row with the reason."""
        size = request.POST.get("size", "")
        try:
            item = intake.refuse_unsent(
                self.batch,
                name=request.POST.get("name", ""),
                size=int(size) if size.isdecimal() and len(size) < 16 else 0,
                client_key=client_key,
            )
        except ValueError:
            item = None
        return self.answer(item) if item else HttpResponseBadRequest()

    def answer(self, item: IntakeItem) -> JsonResponse:
        reason = item.problems[0]["message_ru"] if item.state == IntakeState.REFUSED else ""
        return JsonResponse({"id": item.pk, "state": item.state, "reason": reason}, status=201)


class IntakeStateView(OfBatch, View):
    """Rows that have changed since the screen saw them: `?known=12:stamp,13:stamp`."""

    http_method_names = ["get"]

    def get(self, request, batch_id):
        known = dict(pair.split(":", 1) for pair in request.GET.get("known", "").split(",") if ":" in pair)
        rows = table_rows(self.batch, changed_since=known)
        waiting = self.batch.items.filter(state__in=[IntakeState.WAITING, IntakeState.READING]).count()
        return JsonResponse(
            {
                "waiting": waiting,
                "rows": [
                    {"id": row["item"].pk, "stamp": row["stamp"], "html": row_html(row, request)}
                    for row in rows
                    if row["item"].state != IntakeState.DISCARDED
                ],
            }
        )


def row_html(row: dict, request) -> str:
    return render_to_string("centers/admin/intake_row.html", {"row": row}, request=request)


class OfItem(OfBatch):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(self.batch.items, pk=kwargs["item_id"])


class IntakeRowView(OfItem, View):
    """Keeps a row while it is being typed, so that neither a lost link nor a closed window loses it."""

    http_method_names = ["post"]

    def post(self, request, batch_id, item_id):
        if self.item.state != IntakeState.READY:
            return JsonResponse({"gone": True}, status=409)
        form = IntakeRowForm(self.item, request.POST)
        form.keep()
        (row,) = table_rows(self.batch, only=self.item.pk)
        problems = render_to_string("centers/admin/intake_problems.html", {"row": row}, request=request)
        return JsonResponse(
            {
                "stamp": row["stamp"],
                "problems": problems,
                "faults": list(form.errors),
                "marks": {field["name"]: str(field["mark"]) for field in row["fields"]},
            }
        )


class IntakeOpenView(OfItem, View):
    """The dropped file itself, for the person who must look into it; never for the public."""

    http_method_names = ["get", "head"]

    def get(self, request, batch_id, item_id, filename):
        mime_type = self.item.reading.get("mime_type", "")
        if self.item.state != IntakeState.READY or mime_type not in BY_MIME_TYPE or not self.item.file:
            raise Http404
        response: HttpResponse = serve_file(
            request, self.item.file, filename=self.item.original_name, content_type=mime_type, public=False
        )
        return response


def unfinished_links(center_id: int, batches=None) -> list[tuple[str, str]]:
    """Label and address of each batch that is not finished."""
    found = intake.unfinished_batches(center_id) if batches is None else batches
    return [
        (
            _("Загрузка {when}: осталось подтвердить {files}").format(
                when=f"{batch.created_at:%d.%m.%Y}", files=files(left)
            ),
            reverse("intake_batch", args=[batch.pk]),
        )
        for batch, left in intake.with_open_counts(found[:10])
    ]


intake_urls = [
    path("centers/<int:center_id>/documents/upload/", IntakeStartView.as_view(), name="documents_upload"),
    path("documents-intake/<int:batch_id>/", IntakeBatchView.as_view(), name="intake_batch"),
    path("documents-intake/<int:batch_id>/state/", IntakeStateView.as_view(), name="intake_state"),
    path(
        "documents-intake/<int:batch_id>/files/<str:client_key>/",
        IntakeFileView.as_view(),
        name="intake_file",
    ),
    path("documents-intake/<int:batch_id>/rows/<int:item_id>/", IntakeRowView.as_view(), name="intake_row"),
    path(
        "documents-intake/<int:batch_id>/rows/<int:item_id>/<str:filename>",
        IntakeOpenView.as_view(),
        name="intake_open",
    ),
]
