"""One search over centres, programmes, events, news and documents, the texts of their files included."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.frame import drop_hidden
from centers.models import CenterDocument, CenterPage, EventPage, NewsPage, ProgramPage
from centers.models.bodies_now import bodies_for
from centers.models.document_hits import DocumentHit, add_fragments, clean_query, find_documents
from centers.models.document_list import name_successors

HITS_ON_PAGE = 20
HITS_OF_A_KIND = 5  # where all kinds are shown
MOST_HITS = 200  # of one kind; a longer list helps nobody

DOCUMENTS = "documents"
KINDS = {
    "centers": (_("Центры"), CenterPage),
    "programs": (_("Программы"), ProgramPage),
    "events": (_("Мероприятия"), EventPage),
    "news": (_("Новости"), NewsPage),
    DOCUMENTS: (_("Документы"), CenterDocument),
}


def find(kinds: list[str], query: str, root: Page) -> dict[str, list]:
    """What the query finds on this host of each kind, best first; kinds without a hit are left out.

    One query for each kind of page, one for all of them that tells what stands below a hidden page,
    three for documents.
    """
    pages = {code: _pages(KINDS[code][1], query, root) for code in kinds if code != DOCUMENTS}
    shown = {page.pk for page in drop_hidden([page for found in pages.values() for page in found])}
    hits: dict[str, list] = {
        code: [page for page in found if page.pk in shown] for code, found in pages.items()
    }
    if DOCUMENTS in kinds:
        hits[DOCUMENTS] = find_documents(query, documents_below(root))
    return {code: found for code, found in hits.items() if found}


def documents_below(root: Page) -> QuerySet[CenterDocument]:
    """Documents that the public may see on the host whose site begins with this page."""
    return CenterDocument.objects.shown_below(root).with_state()


def _pages(model: type[Page], query: str, root: Page) -> list[Page]:
    queryset = model.detail_queryset().live().descendant_of(root, inclusive=True)
    return list(queryset.search(query)[:MOST_HITS])


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Groups of hits by kind; `kind` shows one of them page by page."""
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.get_first_root_node()
    query = clean_query(request.GET.get("q", ""))
    asked = request.GET.get("kind", "")
    kind = asked if asked in KINDS else ""
    found = find([kind] if kind else list(KINDS), query, root) if query else {}
    hits = Paginator(found[kind], HITS_ON_PAGE).get_page(request.GET.get("page")) if kind in found else None
    groups = [(code, KINDS[code][0], len(all_), all_[:HITS_OF_A_KIND]) for code, all_ in found.items()]
    shown: list[DocumentHit] = list(hits) if hits and kind == DOCUMENTS else []
    if not kind:
        shown = found.get(DOCUMENTS, [])[:HITS_OF_A_KIND]
    add_fragments(shown, query)
    name_successors([hit.document for hit in shown])
    context = {
        "query": query,
        "kind": kind,
        "groups": groups,
        "total": sum(len(all_) for all_ in found.values()),
        "hits": hits,
        "hits_label": KINDS[kind][0] if kind else "",
        "bodies": bodies_for(),
        "breadcrumbs": [root],
        "hide_search": True,
    }
    return render(request, "centers/search.html", context)
