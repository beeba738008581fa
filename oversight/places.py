"""From a place to mend to the address of the form where it is mended, as this person may open it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

#: What the staff of a centre may change in its row of the register; the rest is the coordinator's.
FIELDS_OF_STAFF = frozenset(
    {
        "does_subjects",
        "head_name",
        "head_post",
        "phone",
        "email",
        "hours",
        "building_address",
        "vk_url",
        "ok_url",
        "navigator_url",
    }
)
#: Rows: the form of one, the form of a new one (with `?center=`), the list.
ROW_ADDRESSES = {
    "centers.centerdocument": ("center_document:edit", "center_document:add"),
    "centers.teacher": ("center_teacher:edit", "center_teacher:add"),
    "centers.room": ("center_room:edit", "center_room:add"),
    "centers.equipment": ("center_equipment:edit", "center_equipment:add"),
    "centers.lesson": ("center_lesson:edit", "center_lesson:add"),
}
#: Many rows at once are quicker typed into a table.
TABLES = {"centers.equipment": "equipment_grid", "centers.lesson": "lesson_grid"}


def is_coordinators(target: Mapping[str, Any]) -> bool:
    """Whether only a coordinator can mend it: the school's row, most of the centre's."""
    if target["model"] == "centers.school":
        return True
    return target["model"] == "centers.center" and target["field"] not in FIELDS_OF_STAFF


def address_of(target: Mapping[str, Any], center_id: int, *, coordinates: bool = True) -> str:
    """Where the place is mended; empty when the person may not, or when there is no such form.

    `coordinates` says whether the person coordinates the centre. What follows `#to=` is the field that
    `static/js/admin-oversight.js` opens and focuses.
    """
    if not coordinates and is_coordinators(target):
        return ""
    model, pk, field = target["model"], target["pk"], target["field"]
    mark = f"#to={field}" if field and pk else ""
    if model == "centers.center":
        return reverse("register_center:edit", args=[pk]) + mark
    if model == "centers.school":
        return reverse("register_school:edit", args=[pk]) + mark
    if model in ROW_ADDRESSES:
        return _row_address(model, pk, field, center_id) + mark
    if pk is not None:
        return reverse("wagtailadmin_pages:edit", args=[pk]) + mark
    parent = target.get("parent")
    if parent is None:
        return ""
    return reverse("wagtailadmin_pages:add", args=["centers", model.partition(".")[2], parent])


def _row_address(model: str, pk: int | None, field: str, center_id: int) -> str:
    edit, add = ROW_ADDRESSES[model]
    if pk is not None:
        return reverse(edit, args=[pk])
    if model in TABLES:
        return reverse(TABLES[model], args=[center_id])
    if model == "centers.room" and field == "list":
        return f"{reverse(edit.replace(':edit', ':index'))}?{urlencode({'center': center_id})}"
    asked: dict[str, Any] = {"center": center_id}
    if model == "centers.centerdocument" and field:
        asked["kind"] = field
    return f"{reverse(add)}?{urlencode(asked)}"
