"""Our pages as the contents of another site: the same words, links, files and pictures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag

from bench.compare import reading

#: Files of documents, `/d/<public id>/<name>`; the card of a document has no name in its address.
DOCUMENT = re.compile(r"^/d/[\w-]+/([\w.-]+\.\w+)$")


class Copy:
    """What has to be put into the bare site; `get` opens an address of ours and gives its bytes."""

    def __init__(self, folder: Path, pages: list[dict[str, Any]], get: Callable[[str], bytes]) -> None:
        self.folder, self.pages, self.get = folder, pages, get
        self.addresses = {page["url"] for page in pages}
        self.documents: dict[str, dict[str, str]] = {}
        self.pictures: dict[str, dict[str, str]] = {}

    def add(self, path: str) -> tuple[reading.Tag, str]:
        """The page as it is read, and its text with the marks that Wagtail keeps."""
        soup = reading.parsed(self.get(path).decode())
        main = soup.find("main")
        if not isinstance(main, Tag):
            raise RuntimeError(f"{path}: нет main")
        for one in [main.find("h1"), main.find(id="sections")]:
            if isinstance(one, Tag):
                one.decompose()
        return soup, reading.text_of(main, self.link, self.picture)

    def link(self, tag: Tag, inside: str) -> str:
        href = str(tag["href"])
        path = urlsplit(href).path
        if href in self.addresses:
            return f'<a linktype="page" id="page:{href}">{inside}</a>'
        named = DOCUMENT.match(path)
        if named:
            mark = f"document:{path}"
            self.documents.setdefault(mark, self._file(mark, path, named[1], tag.get_text(" ", strip=True)))
            return f'<a linktype="document" id="{mark}">{inside}</a>'
        return f'<a href="{escape(href)}">{inside}</a>'

    def picture(self, tag: Tag, inside: str) -> str:
        src, alt = str(tag["src"]), str(tag.get("alt", ""))
        mark = f"picture:{src}"
        self.pictures.setdefault(mark, self._file(mark, src, src.rsplit("/", 1)[1], alt or "Фотография"))
        return f'<embed embedtype="image" format="fullwidth" id="{mark}" alt="{escape(alt)}"/>'

    def _file(self, mark: str, path: str, name: str, title: str) -> dict[str, str]:
        file = self.folder / f"{hashlib.blake2b(mark.encode(), digest_size=8).hexdigest()}-{name}"
        file.write_bytes(self.get(path))
        return {"mark": mark, "file": file.name, "name": name, "title": title}

    def write(self, paths: list[str]) -> tuple[str, str]:
        """Write `contents.json` for `project/fill.py`; return the header and the footer of our pages."""
        soups, texts = [], {}
        for path in paths:
            soup, text = self.add(path)
            soups.append(soup)
            texts[path] = reading.sections(text)
        contents = {
            "pages": self.pages,
            "documents": [*self.documents.values()],
            "pictures": [*self.pictures.values()],
            "texts": texts,
        }
        (self.folder / "contents.json").write_text(json.dumps(contents, ensure_ascii=False))
        frame = [soups[0].select("a.skip-link, header.header, aside.strip"), soups[0].select("footer.footer")]
        header, footer = ("\n".join(reading.text_of(one) for one in part) for part in frame)
        return header, footer
