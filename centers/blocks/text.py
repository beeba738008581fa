"""Blocks of words: headings, paragraphs, notices, quotations, tables."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

PARAGRAPH_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
PLAIN_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text: the page's own title is level 1, so 2 and 3 remain."""

    text = blocks.CharBlock(label=_("Заголовок"), max_length=150)
    level = blocks.ChoiceBlock(
        label=_("Уровень"), choices=[("2", _("Раздел")), ("3", _("Подраздел"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Заголовок")
        template = "blocks/heading.html"
        form_layout = ["text", "level"]


class NoticeBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Текст"), features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Важное сообщение")
        template = "blocks/notice.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Слова"), max_length=1000)
    author = blocks.CharBlock(label=_("Кто сказал"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        label = _("Цитата")
        template = "blocks/quote.html"


class TableBlock(TypedTableBlock):
    """A table with headings for its columns, as ПП РФ № 102 (п. 2 а) needs for screen readers."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__(
            local_blocks
            or [
                ("text", blocks.CharBlock(label=_("Текст"), required=False)),
                ("number", blocks.CharBlock(label=_("Число"), required=False, max_length=40)),
                (
                    "rich_text",
                    blocks.RichTextBlock(
                        label=_("Текст с оформлением"), features=["bold", "italic", "link"], required=False
                    ),
                ),
            ],
            **kwargs,
        )

    class Meta:
        icon = "table"
        label = _("Таблица")
        template = "blocks/table.html"
