"""One search over centres, programmes, events, news and documents."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.frame import drop_hidden
from centers.models import CenterDocument, CenterPage, EventPage, NewsPage, ProgramPage
from centers.models.bodies_now import bodies_for

HITS_ON_PAGE = 20
MOST_HITS = 200  # of one kind; a longer list helps nobody
LONGEST_QUERY = 200  # characters that are looked at

KINDS = (
    ("centers", _("Центры"), CenterPage),
    ("programs", _("Программы"), ProgramPage),
    ("events", _("Мероприятия"), EventPage),
    ("news", _("Новости"), NewsPage),
)


def clean_query(text: str) -> str:
    """The words that are searched for: no control characters, single spaces, bounded length."""
    printable = "".join(char if char.isprintable() else " " for char in text[:LONGEST_QUERY])
    return " ".join(printable.split())


def find_pages(model, query: str, root: Page) -> list:
    """Published pages of a kind on this host that the query finds, best first."""
    queryset = model.detail_queryset().live().descendant_of(root, inclusive=True)
    return drop_hidden(list(queryset.search(query)[:MOST_HITS]))


def find_documents(query: str, root: Page) -> list[CenterDocument]:
    """Published documents of this host's centres that the query finds."""
    queryset = CenterDocument.objects.published().select_related("document", "center__school")
    found = list(queryset.search(query)[:MOST_HITS])
    pages = CenterPage.objects.live().filter(center__in={document.center_id for document in found})
    shown = {page.center_id for page in drop_hidden(list(pages)) if page.path.startswith(root.path)}
    return [document for document in found if document.center_id in shown]


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Groups of hits by kind; `kind` shows one of them page by page."""
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.objects.get(depth=1)
    query = clean_query(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    groups = []
    if query:
        groups = [(code, label, find_pages(model, query, root)) for code, label, model in KINDS]
        groups.append(("documents", _("Документы"), find_documents(query, root)))
        groups = [group for group in groups if group[2]]
    total = sum(len(hits) for _code, _label, hits in groups)
    chosen = next((group for group in groups if group[0] == kind), None)
    context = {
        "query": query,
        "kind": kind if chosen else "",
        "groups": [(code, label, len(hits), hits[:5]) for code, label, hits in groups],
        "total": total,
        "hits": Paginator(chosen[2], HITS_ON_PAGE).get_page(request.GET.get("page")) if chosen else None,
        "hits_label": chosen[1] if chosen else "",
        "bodies": bodies_for(),
        "breadcrumbs": [root],
        "hide_search": True,
    }
    return render(request, "centers/search.html", context)
