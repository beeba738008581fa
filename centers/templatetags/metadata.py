"""Tags for the head of a page: `{% load metadata %}`."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import Parser, Token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from centers.metadata.addresses import host_of
from centers.metadata.descriptions import describe, one_line
from centers.metadata.head import Head, head_of, page_number
from centers.metadata.linked_data import as_block
from centers.metadata.school_section import document_link, regulation_of, unit_name

register = template.Library()

FALLBACK_NAME = "Точка роста"


class WordsNode(Node):
    """Keeps what its part of the template prints as plain text in a variable."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = one_line(unescape(self.nodelist.render(context)))
        return ""


@register.tag
def words(parser: Parser, token: Token) -> WordsNode:
    """`{% words as head_title %}{% block title %}…{% endblock %}{% endwords %}` keeps the printed words."""
    parts = token.split_contents()
    if len(parts) != 3 or parts[1] != "as":
        raise TemplateSyntaxError("{% words as name %} … {% endwords %}")
    nodelist = parser.parse(("endwords",))
    parser.delete_first_token()
    return WordsNode(nodelist, parts[2])


@register.simple_tag(takes_context=True)
def page_description(context: Context) -> str:
    """What to say of the page when its template says nothing of its own."""
    page = context.get("page")
    return describe(page, context.flatten()) if isinstance(page, Page) else ""


@register.simple_tag(takes_context=True)
def page_of_list(context: Context) -> str:
    """«, страница 2» for the title of a long list; nothing on its first page."""
    number = page_number(context.flatten())
    return _(", страница {number}").format(number=number) if number > 1 else ""


@register.simple_tag(takes_context=True)
def head_metadata(context: Context) -> SafeString:
    """Description, canonical address, robots, Open Graph and linked data of the page."""
    request = context.get("request")
    words_ = {name: context.get(f"head_{name}") or "" for name in ("title", "description")}
    if request is None:
        return _written(Head(words_["title"], words_["description"]), FALLBACK_NAME)
    site = context.get("current_site")
    site_name = (site.site_name if site else "") or FALLBACK_NAME
    flat: dict[str, Any] = context.flatten()
    return _written(head_of(request, flat, words_["title"], words_["description"], site_name), site_name)


@register.simple_tag(takes_context=True)
def center_unit(context: Context) -> dict[str, Any]:
    """Name, permanent address and regulation of the centre as a structural unit: one query."""
    center, request = context["center"], context.get("request")
    place = context.get("center_place")
    root = host_of(place, request) if place is not None and request is not None else ""
    regulation = document_link(regulation_of(center), str)
    site = f"{root}{reverse('center_short', args=[center.pk])}"
    return {"name": unit_name(center), "site": site, "regulation": regulation}


def _written(head: Head, site_name: str) -> SafeString:
    named = [("description", head.description), ("robots", head.robots)]
    open_graph = [
        ("og:type", head.kind),
        ("og:title", head.title),
        ("og:description", head.description),
        ("og:url", head.canonical),
        ("og:site_name", site_name),
        ("og:locale", "ru_RU"),
    ]
    if head.picture:
        picture = head.picture
        open_graph += [
            ("og:image", picture.url),
            ("og:image:width", str(picture.width)),
            ("og:image:height", str(picture.height)),
            ("og:image:alt", picture.alt),
        ]
    lines = [
        format_html_join("\n", '<meta name="{}" content="{}">', [pair for pair in named if pair[1]]),
        format_html('<link rel="canonical" href="{}">', head.canonical) if head.canonical else "",
        format_html_join("\n", '<meta property="{}" content="{}">', [pair for pair in open_graph if pair[1]]),
        as_block(head.nodes),
    ]
    return mark_safe("\n".join(line for line in lines if line))  # noqa: S308 - all of them are escaped
