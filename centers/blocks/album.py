"""What an album is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from centers.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from centers.blocks.text import PLAIN_FEATURES


class AlbumBlock(blocks.StreamBlock):
    """Galleries, single large pictures, videos and a few words between them."""

    gallery = GalleryBlock()
    picture = PictureBlock()
    video = VideoBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Текст"), features=PLAIN_FEATURES, icon="pilcrow", template="blocks/paragraph.html"
    )

    class Meta:
        block_counts: dict[str, dict[str, int]] = {"gallery": {"max_num": 3}}
