"""Runs inside the benchmark's installation: makes a person who may drop files, tells the addresses.

`python -m bench.documents.site_facts NAME PASSWORD` prints one line of JSON.
"""

import json
import os
import sys

import django


def main(name: str, password: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.documents.settings")
    django.setup()
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    from centers.models import Center, CenterPage

    get_user_model().objects.create_superuser(username=name, password=password)
    page = next(
        page
        for page in CenterPage.objects.live().select_related("center")
        if page.get_children().live().count() > 5
    )
    pages = [page, *page.get_children().live()[:4]]
    facts = {
        "drop": reverse("documents_upload", args=[page.center_id]),
        "center": page.center_id,
        "pages": ["/", *(one.url for one in pages)],
        "centers": Center.objects.count(),
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main(*sys.argv[1:])
