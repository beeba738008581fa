"""One address of each kind of page that the public can open, asked of a running installation's database.

`manage.py shell -c "from tests.checkers.kinds import say; say()"` prints them as JSON.
"""

from __future__ import annotations

import json
import sys
from urllib.parse import quote

from django.db.models import Case, Value, When
from django.urls import reverse
from wagtail.models import Page, get_page_models

from centers.models import CenterDocument, CenterPage

#: What the search is asked: much found, nothing found, nothing asked.
QUERIES = {
    "search": "?q=" + quote("робототехника"),
    "search nothing": "?q=" + quote("щщщъъъ"),
    "search empty": "",
}


def tree_pages() -> dict[str, str]:
    """A page of each type: of the example centre, which has everything filled in, where it has one."""
    example = CenterPage.objects.live().filter(center__is_example=True).first()
    assert example is not None, "the demonstration network has an example centre"
    of_example = Case(When(path__startswith=example.path, then=Value(0)), default=Value(1))
    found = {}
    for model in get_page_models():
        page = Page.objects.live().filter(depth__gt=1).exact_type(model).order_by(of_example, "path").first()
        if page is not None:
            found[model.__name__] = page.get_url()
    return found


def other_pages() -> dict[str, str]:
    """Pages that stand outside the tree, and the states of a centre that the example does not show."""
    example = CenterPage.objects.live().get(center__is_example=True)
    region = example.center.municipality.region.page
    document = CenterDocument.objects.of(example.center).published().exclude(document=None).first()
    found = {f"centre {page.center.state}": page.get_url() for page in CenterPage.objects.live()}
    found |= {name: reverse("search") + query for name, query in QUERIES.items()}
    found |= {
        "document card": document.get_absolute_url(),
        "question": reverse("feedback_ask", args=[example.center_id]),
        "consent": reverse("feedback_consent", args=[example.center_id]),
        "numbers": reverse("numbers", kwargs={"path": ""}),
        "catalogue": reverse("program_catalogue", kwargs={"path": ""}),
        "event plan": reverse("event_plan", kwargs={"path": region.get_url().lstrip("/")}),
        "site map": reverse("site_map"),
        "policy": reverse("privacy_policy"),
        "low vision": reverse("vision"),
        "not found": "/net-takoj-stranicy/",
    }
    return found


def say() -> None:
    """Print name and path of every kind of page."""
    sys.stdout.write(json.dumps({**tree_pages(), **other_pages()}))
