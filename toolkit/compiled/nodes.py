"""Tags of a template as functions of the context that give text.

Only exact types of Django that our pages use most are turned; every other tag renders itself as before, and
what stands inside it is turned in its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context, Node, NodeList
from django.template.base import TextNode, VariableDoesNotExist, VariableNode
from django.template.context import ContextDict
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode, construct_relative_path
from django.templatetags.i18n import TranslateNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from toolkit.compiled.values import condition, expression, in_each_language, shown

Part = Callable[[Context], str]


class CompiledList(NodeList):
    """The nodes of a part of a template, with a function for each."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self.parts = [part_of(node) for node in nodes]

    def render(self, context: Context) -> SafeString:
        if not context.autoescape:  # functions escape what they print
            return super().render(context)
        return SafeString("".join([part(context) for part in self.parts]))


def part_of(node: Any) -> Part:
    """The function that prints the node."""
    make = _MAKERS.get(type(node))
    made = make(node) if make else None
    if made is not None:
        return made
    for name in {*node.child_nodelists, "nodelist"}:
        inside = getattr(node, name, None)
        if type(inside) is NodeList and not isinstance(getattr(type(node), name, None), property):
            setattr(node, name, CompiledList(inside))
    return node.render_annotated


def _text(node: TextNode) -> Part:
    words = node.s
    return lambda context: words


def _variable(node: VariableNode) -> Part:
    value = expression(node.filter_expression)
    return lambda context: shown(value(context), context)


def _if(node: IfNode) -> Part:
    branches = [
        (condition(written) if written is not None else _always, CompiledList(nodes).parts)
        for written, nodes in node.conditions_nodelists
    ]

    def part(context: Context) -> str:
        for holds, parts in branches:
            try:
                found = holds(context)
            except VariableDoesNotExist:
                continue
            if found:
                return "".join([one(context) for one in parts])
        return ""

    return part


def _always(context: Context) -> bool:
    return True


def _for(node: Any) -> Part | None:
    loop, empty = CompiledList(node.nodelist_loop), CompiledList(node.nodelist_empty)
    node.nodelist_loop, node.nodelist_empty = loop, empty
    if len(node.loopvars) > 1:
        return node.render_annotated
    name, parts = node.loopvars[0], loop.parts
    sequence, is_reversed = expression(node.sequence, missing=None), node.is_reversed

    def part(context: Context) -> str:
        forloop: dict[str, Any] = {"parentloop": context.get("forloop", {})}
        scope = ContextDict(context)
        try:
            values = sequence(context)
            values = [] if values is None else values
            if not hasattr(values, "__len__"):
                values = [*values]
            count = len(values)
            if count < 1:
                return empty.render(context)
            scope["forloop"] = forloop
            printed: list[str] = []
            for place, item in enumerate(reversed(values) if is_reversed else values):
                forloop["counter0"], forloop["counter"] = place, place + 1
                forloop["revcounter"], forloop["revcounter0"] = count - place, count - place - 1
                forloop["first"], forloop["last"] = place == 0, place == count - 1
                scope[name] = item
                printed += [one(context) for one in parts]
            return "".join(printed)
        finally:
            context.pop()

    return part


def _with(node: WithNode) -> Part:
    named = [(name, expression(written)) for name, written in node.extra_context.items()]
    parts = CompiledList(node.nodelist).parts

    def part(context: Context) -> str:
        ContextDict(context, {name: value(context) for name, value in named})
        try:
            return "".join([one(context) for one in parts])
        finally:
            context.pop()

    return part


def _include(node: Any) -> Part | None:
    """A template named by its path; one that is named by a variable is left to Django."""
    written = node.template
    if written.is_var or written.filters or not isinstance(written.var, str) or node.isolated_context:
        return None
    names = (construct_relative_path(node.origin.template_name, written.var),)
    named = [(name, expression(value)) for name, value in node.extra_context.items()]

    def part(context: Any) -> str:
        loaded = context.render_context.dicts[0].setdefault(node, {})
        template = loaded.get(names)
        if template is None:
            template = loaded[names] = context.template.engine.select_template(names)
        ContextDict(context, {name: value(context) for name, value in named})
        try:
            return _rendered(template, context)
        finally:
            context.pop()

    return part


def _rendered(template: Any, context: Any) -> str:
    """As `Template.render` does inside another template, with its own blocks and cycles."""
    kept = context.render_context
    outer, kept.template = kept.template, template
    kept.push()
    try:
        return template._render(context)
    finally:
        kept.template = outer
        kept.pop()


def _simple_tag(node: SimpleNode) -> Part:
    function, target, takes_context = node.func, node.target_var, node.takes_context
    places = [expression(written) for written in node.args]
    named = [(name, expression(written)) for name, written in node.kwargs.items()]

    def part(context: Context) -> str:
        given = [place(context) for place in places]
        if takes_context:
            given.insert(0, context)
        result = function(*given, **{name: value(context) for name, value in named})
        if target is None:
            return conditional_escape(result)
        context[target] = result
        return ""

    return part


def _translate(node: TranslateNode) -> Part | None:
    """Words of the template in the language of the visitor, found once for each language."""
    written = node.filter_expression
    is_plain = written.is_var and written.var.lookups is None and not written.filters
    if not is_plain or node.asvar or node.message_context or node.noop:
        return None
    return in_each_language(node.render)


_MAKERS: dict[type[Node], Callable[[Any], Part | None]] = {
    TextNode: _text,
    VariableNode: _variable,
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
    IncludeNode: _include,
    SimpleNode: _simple_tag,
    TranslateNode: _translate,
}
