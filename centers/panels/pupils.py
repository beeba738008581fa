"""Where names of pupils stand in full in the texts of a page."""

from typing import Any

from django.utils.html import strip_tags
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField

from centers.texts.pupils import shortened, whole_names


def texts_in(raw: Any) -> list[str]:
    """All words in the stored form of a text, without their markup."""
    if isinstance(raw, str):
        return [strip_tags(raw.replace("</p>", "</p> ").replace("</li>", "</li> "))]
    if isinstance(raw, dict):
        return [text for part in raw.values() for text in texts_in(part)]
    return [text for part in raw for text in texts_in(part)] if isinstance(raw, list) else []


class PupilNamesPanel(Panel):
    """Points at names that seem to be whole names of pupils; it cannot be sure, so it refuses nothing.

    `names` are the fields to look through, as the page was last saved.
    """

    def __init__(self, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names = names

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "names": self.names}

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/pupil_names_panel.html"

        def found(self) -> list[tuple[str, str]]:
            texts: list[str] = []
            for name in self.panel.names:
                value = getattr(self.instance, name)
                is_stream = isinstance(self.instance._meta.get_field(name), StreamField)
                texts.extend(texts_in(list(value.raw_data) if is_stream else value))
            return [(name, shortened(name)) for name in whole_names(texts)]

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.found())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"found": self.found()}
