"""What has been typed so far in the opening of a centre: kept in the session, one draft to a token."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from centers.forms.opening import HeadForm, NewSchoolForm, OpeningForm
from centers.models import Center, School
from centers.permissions import reach
from centers.services.opening import AlreadyOpenedError, twin_of

SESSION_KEY = "openings"
#: So many openings may be under way in one session; the oldest makes room.
MOST_DRAFTS = 8


class InvalidStepError(Exception):
    """The step that must be filled in again before the centre can be opened: 1, 2 or 3."""

    def __init__(self, step: int) -> None:
        super().__init__(step)
        self.step = step


def new_token() -> str:
    return secrets.token_urlsafe(9)


@dataclass
class Draft:
    """One opening under way. Two tabs of a browser have two tokens, and so never mix."""

    request: HttpRequest
    token: str
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest, token: str) -> "Draft":
        return cls(request, token, dict(request.session.get(SESSION_KEY, {}).get(token, {})))

    def keep(self, **values: Any) -> None:
        """Remember what was typed, good or bad."""
        self.values |= values
        drafts = dict(self.request.session.get(SESSION_KEY, {}))
        drafts.pop(self.token, None)
        drafts[self.token] = self.values
        for token in list(drafts)[:-MOST_DRAFTS]:
            del drafts[token]
        self.request.session[SESSION_KEY] = drafts

    def finish(self, center: Center, **values: Any) -> None:
        """Forget what was typed and remember what came of it."""
        self.values = {}
        self.keep(opened=center.pk, **values)

    @property
    def opened(self) -> int | None:
        """The key of the centre that this draft has become."""
        return self.values.get("opened")

    def schools(self):
        """The schools at which the person may open a centre."""
        rows = School.objects.kept().select_related("municipality__region")
        return reach(self.request.user, "center", "add").rows(rows)

    def school_form(self) -> NewSchoolForm:
        return NewSchoolForm(self.values.get("typed"), for_user=self.request.user)

    def school(self) -> School:
        """The chosen school, or the typed one, unsaved. Raises `InvalidStepError` when there is neither."""
        if self.values.get("school"):
            school = self.schools().filter(pk=self.values["school"]).first()
            if school is None:
                raise InvalidStepError(1)
            return school
        if not self.values.get("typed"):
            raise InvalidStepError(1)
        form = self.school_form()
        if not form.is_valid():
            raise InvalidStepError(1)
        return form.instance

    def center_form(self, school: School) -> OpeningForm:
        return OpeningForm(self.values.get("center"), school=school, for_user=self.request.user)

    def head_form(self) -> HeadForm:
        return HeadForm(self.values.get("head"))

    def build(self) -> Center:
        """The centre, unsaved and checked, with its school.

        Raises `InvalidStepError` for a step that does not hold (any more), `AlreadyOpenedError` for a
        centre that stands.
        """
        building = " ".join((self.values.get("center") or {}).get("building", "").split())
        if self.values.get("center"):
            twin = twin_of(self._asked_school(), building)
            if twin is not None:
                raise AlreadyOpenedError(twin)
        school = self.school()
        return self._put_together(school, self.center_form(school))

    def sketch(self) -> Center:
        """The centre to look at: as `build` makes it, without asking the register once more."""
        school = self.school()
        values, user = self.values.get("center"), self.request.user
        return self._put_together(school, OpeningForm(values, school=school, sketch=True, for_user=user))

    def _put_together(self, school: School, form: OpeningForm) -> Center:
        if not form.is_valid():
            raise InvalidStepError(2)
        head = self.head_form()
        if not head.is_valid():
            raise InvalidStepError(3)
        center: Center = form.instance
        center.slug = form.cleaned_data["slug"]
        center.school = school
        center.head_name = head.cleaned_data["head_name"]
        center.head_post = head.cleaned_data["head_post"]
        return center

    def _asked_school(self) -> School:
        """The school as it was asked for, even when the register has got it meanwhile."""
        if self.values.get("school"):
            return self.school()
        form = self.school_form()
        form.is_valid()
        return form.namesake or form.instance
