"""What all forms of the register and of a centre's rows share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from centers.forms.meanwhile import MeanwhileForm
from centers.permissions import KIND_OF_MODEL, kind_of, reach
from toolkit.numbers import row_number


def offer_own_rows(form: forms.BaseForm, user) -> None:
    """Leave in each choice what the person may choose from, and what is chosen already.

    A number that was forged into the form is dropped before anything is drawn: a chooser would show the
    title that belongs to it beside the message. A form without a person is made by a program, not by a
    request.
    """
    if user is None:
        return
    instance = getattr(form, "instance", None)
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
            continue
        model = field.queryset.model
        if model not in KIND_OF_MODEL:
            continue
        within = reach(user, kind_of(model), "view", "choose", "change")
        if not within.everywhere:
            chosen = Q(pk=getattr(instance, f"{name}_id", None))
            field.queryset = field.queryset.filter(within.condition(model) | chosen)
            drop_forged(form, name, field)


def drop_forged(form: forms.BaseForm, name: str, field: forms.ModelChoiceField) -> None:
    """Leave out of what was sent a number that stands for none of the choices."""
    sent = form.data.get(form.add_prefix(name)) if form.is_bound else None
    if sent and not field.queryset.filter(pk=row_number(sent)).exists():
        form.data = form.data.copy()
        form.data[form.add_prefix(name)] = ""


class ConstraintForm(MeanwhileForm):
    """A form that shows what a constraint of the database forbids beside the field to be mended.

    `also_checked` names fields that no person fills in but that take part in constraints;
    without them Django would leave those constraints to the database and its 500.
    """

    also_checked: frozenset[str] = frozenset()
    #: Name of a constraint → name of the form field that its message stands at.
    constraint_fields: dict[str, str] = {}

    class Meta(MeanwhileForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_own_rows(self, self.for_user)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - self.also_checked

    def _update_errors(self, errors):
        super()._update_errors(self._at_fields(errors))

    def _at_fields(self, errors: ValidationError) -> ValidationError:
        """Move messages of constraints to their fields, and those of absent fields to the top."""
        if not hasattr(errors, "error_dict"):
            errors = ValidationError({NON_FIELD_ERRORS: errors.error_list})
        places = {
            str(constraint.violation_error_message): self.constraint_fields.get(constraint.name)
            for constraint in self._meta.model._meta.constraints
        }
        placed: dict[str, list[ValidationError]] = {}
        for name, found in errors.error_dict.items():
            for error in found:
                message = str(error.message)
                field = places.get(message) if name == NON_FIELD_ERRORS else name
                if field not in self.fields:
                    field = NON_FIELD_ERRORS
                placed.setdefault(field, []).append(error)
        return ValidationError(placed)

    def recheck(self) -> None:
        """After the database refused the row: find out why and say it, as the first check would have.

        Another person has saved a row of the same key between the check and the saving.
        """
        before = len(self.errors)
        try:
            self.instance.validate_unique()
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)
        if len(self.errors) == before:
            self.add_error(
                None,
                _(
                    "Пока вы заполняли форму, кто-то другой сохранил строку с такими же данными. "
                    "Введённое осталось на месте: проверьте его и сохраните ещё раз."
                ),
            )


def address_is_taken(parent: Page | None, slug: str, page: Page | None = None) -> bool:
    """Whether a page other than `page` below `parent` has the address already."""
    if parent is None or not slug:
        return False
    others = Page.objects.child_of(parent).filter(slug=slug)
    return others.exclude(pk=page.pk).exists() if page else others.exists()


def free_slug(wanted: str, taken: set[str], limit: int) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`… that nobody has; at most `limit` letters."""
    wanted = wanted[:limit].strip("-")
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wanted[: limit - len(ending)].rstrip("-") + ending
    return slug
