"""Fills our side and says what pages its example has: `python -m bench.compare.ours` prints JSON."""

import io
import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be ready first

from centers.models import CenterPage  # noqa: E402


def pages() -> list[dict[str, object]]:
    """Pages above the example's, its own, and all below: those that a text of it may lead to."""
    center = CenterPage.objects.get(center__is_example=True)
    above = center.get_ancestors().filter(depth__gt=1)
    found = [*above, *center.get_descendants(inclusive=True).live()]
    return [{"url": page.url, "title": page.title, "in_menu": page.show_in_menus} for page in found]


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    call_command("optimize_database", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps({"center": CenterPage.objects.get(center__is_example=True).url, "pages": pages()}))
