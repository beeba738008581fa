"""The free text of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from centers.blocks.figures import FiguresBlock
from centers.blocks.media import FileBlock, GalleryBlock, LinksBlock, PictureBlock, VideoBlock
from centers.blocks.text import PARAGRAPH_FEATURES, HeadingBlock, NoticeBlock, QuoteBlock, TableBlock


class BodyBlock(blocks.StreamBlock):
    """All that staff may put into a text; nothing of it loads anything from another host."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Текст"), features=PARAGRAPH_FEATURES, icon="pilcrow", template="blocks/paragraph.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    file = FileBlock()
    table = TableBlock()
    figures = FiguresBlock()
    links = LinksBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
