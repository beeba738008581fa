"""What stands in `{{ }}`, in conditions and arguments, as functions of the context.

Each does what `django.template.base.Variable` and `FilterExpression` do, without finding out anew at each
rendering what was known when the template was read. What is rare here is left to Django itself.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable
from html import escape
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import (
    FilterExpression,
    Variable,
    VariableDoesNotExist,
    render_value_in_context,
)
from django.template.context import BaseContext
from django.template.defaulttags import TemplateLiteral
from django.template.smartif import OPERATORS, TokenBase
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import get_language

Value = Callable[[Context], Any]

#: What a name gives that stands for nothing.
MISSING: Any = object()
_COMPARED: dict[type[TokenBase], Callable[[Any, Any], bool]] = {
    OPERATORS["=="]: operator.eq,
    OPERATORS["!="]: operator.ne,
    OPERATORS["<"]: operator.lt,
    OPERATORS["<="]: operator.le,
    OPERATORS[">"]: operator.gt,
    OPERATORS[">="]: operator.ge,
    OPERATORS["in"]: lambda one, many: one in many,
}
_NO_SUCH_KEY = (TypeError, AttributeError, KeyError, ValueError, IndexError)


def expression(written: FilterExpression, missing: Any = "") -> Value:
    """A name or a literal with its filters; `missing` is what a name that stands for nothing gives."""
    if not written.is_var:
        value = _constant(written.var)
    elif written.var.lookups is None and not written.var.translate:
        value = _constant(written.var.literal)
    elif written.var.translate:
        value = written.var.resolve
    else:
        value = _lookup(written.var, missing)
    for function, arguments in written.filters:
        value = _filtered(value, function, arguments)
    return value


def shown(value: Any, context: Context) -> str:
    """The value as text of the page, escaped: `context.autoescape` is on."""
    kind = type(value)
    if kind is str:
        return escape(value)
    if kind is SafeString:
        return value
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    return render_value_in_context(value, context)


def in_each_language(value: Value) -> Value:
    """What depends on nothing but the language, found once for each."""
    found: dict[str | None, Any] = {}

    def known(context: Context) -> Any:
        language = get_language()
        if language not in found:
            found[language] = value(context)
        return found[language]

    return known


def condition(written: Any) -> Value:
    """A condition of `{% if %}`. As in Django, an error inside an operator makes it false."""
    kind = type(written)
    if kind is TemplateLiteral:
        return expression(written.value, missing=None)
    if kind is OPERATORS["not"]:
        return _forgiving(_not(condition(written.first)))
    if kind in (OPERATORS["and"], OPERATORS["or"]):
        join = _and if kind is OPERATORS["and"] else _either
        return _forgiving(join(condition(written.first), condition(written.second)))
    if kind in _COMPARED:
        return _forgiving(_both(_COMPARED[kind], condition(written.first), condition(written.second)))
    return written.eval


def _constant(value: Any) -> Value:
    return lambda context: value


def _needed(variable: Variable) -> Value:
    """The argument of a filter: a name that stands for nothing is an error there."""
    if variable.lookups is None or variable.translate:
        return variable.resolve
    value = _lookup(variable, MISSING)

    def needed(context: Context) -> Any:
        found = value(context)
        if found is MISSING:
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (variable.var, context))
        return found

    return needed


def _lookup(variable: Any, missing: Any) -> Value:
    """The value of `a.b.c`, or what stands for a missing one."""
    first, *rest = variable.lookups

    def value(context: Context) -> Any:
        for known in reversed(context.dicts):
            if first in known:
                current = known[first]
                break
        else:
            return _of_the_context_itself(variable, context, missing)
        try:
            if callable(current):
                current = _called(current)
            for bit in rest:
                current = _part(current, bit)
                if current is MISSING:
                    return missing
                if callable(current):
                    current = _called(current)
        except Exception as error:
            if getattr(error, "silent_variable_failure", False):
                return ""
            raise
        return current

    return value


def _of_the_context_itself(variable: Any, context: Context, missing: Any) -> Any:
    """`request` of a `RequestContext`; nothing for a name that nobody gave."""
    if variable.lookups[0] not in vars(context):
        return missing
    try:
        return variable.resolve(context)
    except VariableDoesNotExist:
        return missing


def _part(current: Any, bit: str) -> Any:
    """`current.bit` as templates mean it: a key, an attribute, a place in a list."""
    if hasattr(type(current), "__getitem__"):
        try:
            return current[bit]
        except _NO_SUCH_KEY:
            if isinstance(current, BaseContext) and hasattr(type(current), bit):
                return MISSING
    try:
        return getattr(current, bit)
    except (TypeError, AttributeError):
        if not isinstance(current, BaseContext) and bit in dir(current):  # an error inside a property
            raise
        try:
            return current[int(bit)]
        except _NO_SUCH_KEY:
            return MISSING


def _called(current: Any) -> Any:
    if getattr(current, "do_not_call_in_templates", False):
        return current
    if getattr(current, "alters_data", False):
        return ""
    try:
        return current()
    except TypeError:
        try:
            inspect.signature(current).bind()
        except (TypeError, ValueError):  # it wants arguments, or does not say
            return ""
        raise


def _filtered(value: Value, function: Callable[..., Any], arguments: list[tuple[bool, Any]]) -> Value:
    local = getattr(function, "expects_localtime", False)
    is_safe = getattr(function, "is_safe", False)
    if arguments or local or getattr(function, "needs_autoescape", False):
        apply = _with_arguments(function, arguments, local)
    else:

        def apply(given: Any, context: Context) -> Any:
            return function(given)

    def filtered(context: Context) -> Any:
        given = value(context)
        result = apply(given, context)
        return mark_safe(result) if is_safe and isinstance(given, SafeData) else result  # noqa: S308 - as Django does

    return filtered


def _with_arguments(
    function: Callable[..., Any], arguments: list[tuple[bool, Any]], local: bool
) -> Callable[[Any, Context], Any]:
    values = [_needed(written) if is_name else _literal(written) for is_name, written in arguments]
    escapes = getattr(function, "needs_autoescape", False)

    def apply(given: Any, context: Context) -> Any:
        resolved = [value(context) for value in values]
        if local:
            given = template_localtime(given, context.use_tz)
        if escapes:
            return function(given, *resolved, autoescape=context.autoescape)
        return function(given, *resolved)

    return apply


def _literal(written: Any) -> Value:
    if isinstance(written, Promise):  # words to be translated when they are shown
        return in_each_language(lambda context: mark_safe(str(written)))  # noqa: S308 - written in the template
    return _constant(mark_safe(written))  # noqa: S308 - written in the template


def _forgiving(value: Value) -> Value:
    def forgiving(context: Context) -> Any:
        try:
            return value(context)
        except Exception:
            return False

    return forgiving


def _not(value: Value) -> Value:
    return lambda context: not value(context)


def _and(first: Value, second: Value) -> Value:
    return lambda context: first(context) and second(context)


def _either(first: Value, second: Value) -> Value:
    return lambda context: first(context) or second(context)


def _both(compare: Callable[[Any, Any], bool], first: Value, second: Value) -> Value:
    return lambda context: compare(first(context), second(context))
