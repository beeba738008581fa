"""Makes the pages of the bare site: `python fill.py contents.json`, inside the project."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.files import File  # noqa: E402 - Django must be ready first
from home.models import ContentPage, HomePage  # noqa: E402
from wagtail.documents import get_document_model  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402


def main(path: Path) -> None:
    contents = json.loads(path.read_text())
    files = {
        **dict(uploads(get_document_model(), contents["documents"], path.parent)),
        **dict(uploads(get_image_model(), contents["pictures"], path.parent)),
    }
    home = HomePage.objects.get()
    home.title = contents["pages"][0]["title"]
    home.save()
    made = {"/": home}
    for page in contents["pages"][1:]:
        above, slug = page["url"].rstrip("/").rsplit("/", 1)
        child = ContentPage(title=page["title"], slug=slug, show_in_menus=page["in_menu"])
        made[page["url"]] = made[f"{above}/"].add_child(instance=child)
    for url, sections in contents["texts"].items():
        body = []
        for heading, text in sections:
            body += [("heading", heading)] if heading else []
            body += [("paragraph", with_numbers(text, files, made))] if text else []
        page = made[url]
        page.body = body
        page.save_revision().publish()


def uploads(model, rows, folder):
    for row in rows:
        with (folder / row["file"]).open("rb") as file:
            one = model.objects.create(title=row["title"][:250], file=File(file, name=row["name"]))
        yield row["mark"], one


def with_numbers(text, files, pages):
    """Marks of the benchmark become the numbers that Wagtail keeps in its texts."""
    for mark, one in files.items():
        text = text.replace(f'"{mark}"', f'"{one.pk}"')
    for url, page in pages.items():
        text = text.replace(f'"page:{url}"', f'"{page.pk}"')
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
