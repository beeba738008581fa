"""The gate: an address of the admin that names an object of somebody else's is answered with 404.

Wagtail's general screens (history, usage, versions, «chosen» of a chooser and more) ask only whether a
person may work with *some* row of a kind. So the gate looks at every address before its screen does:
whatever object the address names must lie in the person's own part. It is asked once, in one place, and
an address that names an object the gate does not know is closed to all but superusers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from centers.models import (
    BinEntry,
    Center,
    CenterDocument,
    IntakeBatch,
    Invitation,
    Membership,
    School,
    Teacher,
)
from centers.models.pages.base import remembered_children
from centers.models.querysets import BIN_PATH
from centers.permissions import KIND_OF_MODEL, binned_for, is_administrator, kind_of, reach
from library.models import Document, DocumentSignature, DocumentVersion, Image
from toolkit.numbers import row_number

#: What an argument of an address means wherever it stands.
MODEL_OF_ARGUMENT: dict[str, type[Model]] = {
    "entry_id": BinEntry,
    "page_id": Page,
    "page_pk": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "center_id": Center,
    "batch_id": IntakeBatch,
    "membership_id": Membership,
    "invitation_id": Invitation,
    "document_id": Document,
    "doc_id": Document,
    "image_id": Image,
    "version_id": DocumentVersion,
    "signature_id": DocumentSignature,
    "order_id": CenterDocument,
    "teacher_id": Teacher,
    "school_id": School,
}
#: Arguments that name no object, or one that its screen looks up below an object that the gate has seen,
#: or among the person's own (a session, an upload that waits, an import).
HARMLESS_ARGUMENTS = frozenset(
    {
        "action",
        "action_name",
        "app_label",
        "app_name",
        "client_key",
        "code",
        "content_type_app_name",
        "content_type_model_name",
        "filename",
        "filter_spec",
        "form",
        "invitation_code",
        "item_id",
        "kind",
        "model_name",
        "revision_id",
        "revision_id_a",
        "revision_id_b",
        "session_id",
        "sitting_id",
        "task_state_id",
        "task_id",
        "token",
        "uidb64",
        "uploaded_file_id",
        "workflow_state_id",
        "workflow_pk",
        "results_only",
        "row_kind",
        "run_id",
    }
)
#: Screens that themselves ask for a right that only administrators have, or check the object fully.
OWN_CHECKS = frozenset({"wagtailadmin_editing_sessions:ping", "accounts_avatar"})
#: Screens of the whole site, which know nothing of parts.
OF_WHOLE_SITE = frozenset(
    {
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:site_history_results",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_results",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:workflow_tasks_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_pages:choose_parent",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
    }
)
#: Lists of all files as JSON, which no screen of the admin asks for.
NOBODYS = ("wagtailadmin_api:images:", "wagtailadmin_api:documents:")
#: Where pages are moved or copied to: the form, shown again, would say the name of the page sent.
NEW_PLACES = {
    "wagtailadmin_pages:copy": ("new_parent_page",),
    "wagtailadmin_pages:move": ("new_parent_page",),
    "wagtail_bulk_action": ("chooser",),
}
#: Through which row a version or a signature belongs to a document.
_DOCUMENT_OF = {DocumentVersion: "document", DocumentSignature: "version__document"}
#: Models of Wagtail whose screens ask for a right that memberships below the top never give.
_BY_MODEL_RIGHT = frozenset(
    {
        "wagtailadmin_collections",
        "wagtailadmin_workflows",
        "wagtailredirects",
        "wagtailsites",
        "wagtailusers_groups",
        "wagtailusers_users",
    }
)
MOST_AT_ONCE = 5000  # rows that one action is for
EVERY_ACTION = ("view", "change", "publish", "delete", "choose")


class GateMiddleware:
    """Stands after `AuthenticationMiddleware`; public addresses pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            with remembered_children():
                return self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]):
        """Raises `Http404` when the address names what is not the person's."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        # Pages of an open site are never private; lists of pages would read all restrictions there are.
        request.all_page_view_restriction_paths = ()  # type: ignore[attr-defined]
        user = request.user
        if not user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_read = request.method in ("GET", "HEAD")  # a file that is sent may have any name
        if is_read and "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL stands in no name")  # PostgreSQL refuses the question
        if name == "wagtail_bulk_action":
            too_many = narrow_bulk(request, kwargs["app_label"], kwargs["model_name"], kwargs["action"])
            if too_many is not None:
                return too_many
        if user.is_superuser:
            self.close_bin(name, view, kwargs)
            return None
        if name in OF_WHOLE_SITE and not is_administrator(user):
            raise Http404
        if name.startswith(NOBODYS):
            raise Http404
        if name == "wagtailadmin_choose_page" and not is_administrator(user):
            return self.choose_from_own_root(request, view)
        if name in OWN_CHECKS or name.partition(":")[0] in _BY_MODEL_RIGHT:
            return None
        for argument, value in kwargs.items():
            if argument in HARMLESS_ARGUMENTS:
                continue
            if not is_own(user, model_named(name, view, argument), value, *actions_of(view)):
                raise Http404
        for number in request.GET.getlist("id") if name.endswith("chosen_multiple") else ():
            if not is_own(user, model_named(name, view, "pk"), number):
                raise Http404
        for field in NEW_PLACES.get(name, ()):
            number = request.POST.get(field)
            if number and not is_own(user, Page, number):
                raise Http404
        return None

    @staticmethod
    def close_bin(name: str, view: Any, kwargs: dict[str, Any]) -> None:
        """Nobody opens a page that lies in the bin. Raises `Http404` when the address names one."""
        for argument, value in kwargs.items():
            model = None if argument in HARMLESS_ARGUMENTS else model_named(name, view, argument)
            number = row_number(value)
            is_page = model is not None and issubclass(model, Page) and number is not None
            if is_page and Page.objects.filter(pk=number, path__startswith=BIN_PATH).exists():
                raise Http404

    @staticmethod
    def choose_from_own_root(request: HttpRequest, view: Any):
        """Begin the chooser of pages where the person's pages begin, not at a page that all share."""
        root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
        if root is None:
            raise Http404
        return view(request, parent_page_id=root.pk)


def model_named(name: str, view: Any, argument: str) -> type[Model] | None:
    """The model whose row the argument names; None when nobody has said so."""
    if argument in MODEL_OF_ARGUMENT:
        return MODEL_OF_ARGUMENT[argument]
    if name.startswith(("wagtailadmin_pages:", "wagtailadmin_api:pages:", "wagtailadmin_choose_page")):
        return Page
    kinds = {"wagtailadmin_api:documents": Document, "wagtailadmin_api:images": Image}
    kinds |= {"wagtaildocs_chooser": Document, "wagtailimages_chooser": Image}
    known = kinds.get(name.rpartition(":")[0])
    initial = getattr(view, "view_initkwargs", {})
    model = known or initial.get("model") or initial.get("model_class")
    model = model or getattr(getattr(view, "view_class", None), "model", None)
    return model if isinstance(model, type) else None


def actions_of(view: Any) -> tuple[str, ...]:
    """What the screen does with the object; any action when it does not say."""
    required = getattr(getattr(view, "view_class", None), "permission_required", None)
    return (required,) if required in EVERY_ACTION else EVERY_ACTION


def own_rows(user: Any, model: type[Model] | None, *actions: str) -> QuerySet[Any] | None:
    """The rows with which the person may do one of the actions; None of a model that is nobody's."""
    actions = actions or EVERY_ACTION
    if model is None:
        return None
    if model is BinEntry:
        return binned_for(user)
    if issubclass(model, Page):
        return policy_registry.get_by_type(Page).explorable_instances(user)
    if model in _DOCUMENT_OF:
        own = reach(user, "file", *actions).rows(Document._base_manager.all())
        return model._base_manager.filter(**{f"{_DOCUMENT_OF[model]}__in": own})
    if model not in KIND_OF_MODEL:
        return None
    return reach(user, kind_of(model), *actions).rows(model._base_manager.all())


def is_own(user: Any, model: type[Model] | None, value: Any, *actions: str) -> bool:
    """Whether the person may do one of the actions with the row; a model of no kind is nobody's."""
    number = row_number(value)
    rows = None if number is None else own_rows(user, model, *actions)
    return rows is not None and rows.filter(pk=number).exists()


def narrow_bulk(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase | None:
    """Let an action for several rows see own rows alone; Wagtail names the others beside its refusal.

    `?id=all` stands for a whole list, which Wagtail does not narrow. Returns an answer instead of the screen
    when there are too many. Raises `Http404` when the address
    names anything that is not the person's, or when nothing is left.
    """
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    model = apps.get_model(app_label, model_name) if action_class else None
    if action_class is None or model is None:
        raise Http404
    rows = own_rows(request.user, model)
    if request.user.is_superuser:  # who may do everything; but nobody works with a page in the bin
        rows = model._base_manager.all()
        rows = rows.exclude(path__startswith=BIN_PATH) if issubclass(model, Page) else rows
    above = request.GET.get("childOf")
    if above is not None and row_number(above) is None:
        raise Http404
    is_below_page = above is not None and issubclass(model, Page) and not request.user.is_superuser
    if is_below_page and not is_own(request.user, Page, above):
        raise Http404
    asked = {*request.GET.getlist("id")}
    listed: Any = {number for one in asked if (number := row_number(one)) is not None}
    if "all" in asked:
        listed = action_class(request, model).get_all_objects_in_listing_query(above)
        listed = listed if isinstance(listed, QuerySet) else [*listed]
    own = model._base_manager.none() if rows is None else rows.order_by().filter(pk__in=listed)
    found = [*own.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]]
    if not found or ("all" not in asked and len(found) < len(asked)):
        raise Http404
    if len(found) > MOST_AT_ONCE:
        messages.error(request, _("Столько сразу не получится: выберите не больше 5 000 строк."))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    request.GET = request.GET.copy()  # type: ignore[assignment]
    request.GET.setlist("id", [str(number) for number in found])  # type: ignore[attr-defined]
    return None
