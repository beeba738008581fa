"""The loader that `TEMPLATES` names: Django's cached one, and the project's own templates are compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template import Origin, Template
from django.template.loaders import base, cached

from toolkit.compiled.nodes import CompiledList


class _Compiling(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if self._is_compiled(template):
            template.nodelist = CompiledList(template.nodelist)
        return template

    def _is_compiled(self, template: Template) -> bool:
        """The project's own, and not while somebody debugs: Django then says which line is wrong."""
        engine: Any = self.engine
        if engine.debug or engine.string_if_invalid:
            return False
        return any(Path(template.origin.name).is_relative_to(folder) for folder in engine.dirs)


class Loader(cached.Loader, _Compiling):
    """Templates are read, parsed and compiled once in a process."""
