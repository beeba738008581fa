"""Pages that stand for rows of the register."""

from typing import Any

from wagtail.models import Page

from centers.models.pages.base import REGISTER_PAGE_SEO_PANELS, BasePage


def page_title(name: str) -> str:
    """The name as a title of the tree can hold it: cut with «…» when it is too long."""
    longest = Page._meta.get_field("title").max_length
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


class RegisterPage(BasePage):
    """A page that takes its name, address and place from its row, whatever a draft says.

    `row_field` names the foreign key to the row.
    """

    promote_panels = REGISTER_PAGE_SEO_PANELS
    row_field = ""
    #: Where the page of a deleted row waits; empty for rows that are deleted for good.
    waiting_slug = ""

    class Meta:
        abstract = True

    @property
    def row(self) -> Any:
        """The row of the register that the page stands for."""
        return getattr(self, self.row_field)

    @property
    def heading(self) -> str:
        return str(self.row)

    @property
    def register_slug(self) -> str:
        """The last part of the address, as the register has it."""
        return self.row.slug

    def take_from_register(self) -> None:
        """Take name and address from the row."""
        self.title = self.draft_title = page_title(str(self.row))
        self.slug = self.register_slug

    def is_below(self, parent: Page) -> bool:
        """Whether the page of a place above stands for what the row says."""
        raise NotImplementedError

    def clean(self) -> None:
        self.take_from_register()
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_from_register()
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A draft keeps its words and gets today's row, name and address."""
        page = super().with_content_json(content)
        setattr(page, self.row_field, self.row)
        page.take_from_register()
        page.set_url_path(page.get_parent())
        return page

    def can_move_to(self, parent: Page) -> bool:
        """A page moves when its row does; by hand it can only be put in another order."""
        return super().can_move_to(parent) and self.is_below(parent.specific)
