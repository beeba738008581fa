"""Objects of models from rows that have just been read, past the constructor (ADR-0040).

`Model.__init__` looks at each field, and Wagtail's at relations and menus, in case an object is being made by
hand. A row of the database has all its fields, so its values can stand in the object at once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import ImageField, Model
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor, ImageFileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from modelcluster.models import ClusterableModel
from wagtail.images.models import AbstractImage
from wagtail.models import Page

#: Classes whose constructors do nothing more for a row that has its key, but for what is `_ADDED`.
_KNOWN = {
    one
    for known in (Model, ClusterableModel, AbstractImage, Page)
    for one in known.__mro__
    if "__init__" in vars(one)
}
#: What a constructor adds to each object.
_ADDED: dict[type[Model], dict[str, Any]] = {
    AbstractImage: {"decorative": False, "contextual_alt_text": None},
}
#: Attributes that keep in the object what they are given, as it is.
_PLAIN = {DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor, ImageFileDescriptor}

Maker = Callable[[str, Sequence[str], Sequence[Any]], Any]


def maker(model: type[Model]) -> Maker:
    """What makes an object of the model from a row, as `model.from_db` does."""
    return _quick(model) if is_plain(model) else model.from_db


def is_plain(model: type[Model]) -> bool:
    """Whether nothing but the setting of fields happens when an object of the model is made from a row."""
    own_constructors = [one for one in model.__mro__ if "__init__" in vars(one) and one not in _KNOWN]
    own_reading: Any = model.from_db
    return (
        not own_constructors
        and own_reading.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        and not _listeners(pre_init, model)
        and all(_keeps_sides(listener, model) for listener in _listeners(post_init, model))
    )


def _listeners(signal: Any, model: type[Model]) -> list[Any]:
    return [listener for kind in signal._live_receivers(model) for listener in kind]


def _keeps_sides(listener: Any, model: type[Model]) -> bool:
    """Whether the listener only looks for the sides of a picture, which the row has."""
    field: Any = getattr(listener, "__self__", None)
    if getattr(listener, "__func__", None) is not ImageField.update_dimension_fields:
        return False
    sides = (model._meta.get_field(name) for name in (field.width_field, field.height_field))
    return not any(side.null for side in sides)


def _quick(model: type[Model]) -> Maker:
    attributes = [field.attname for field in model._meta.concrete_fields]
    special = [name for name in attributes if type(inspect.getattr_static(model, name)) not in _PLAIN]
    added = {
        name: value for one, more in _ADDED.items() if issubclass(model, one) for name, value in more.items()
    }
    new = model.__new__

    def make(alias: str, names: Sequence[str], values: Sequence[Any]) -> Any:
        made = new(model)
        state = made._state = ModelState()
        state.adding, state.db = False, alias
        held = made.__dict__
        held.update(zip(names, values, strict=True))
        for name in special:
            if name in held:
                setattr(made, name, held.pop(name))
        held.update(added)
        return made

    return make
