"""Blocks of pictures, videos and files."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from centers.blocks.images import GalleryValue, ImageBlock, PictureValue, VideoValue
from centers.blocks.video_addresses import is_video_host, video_of


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Картинка"))
    caption = blocks.CharBlock(label=_("Подпись"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Картинка")
        template = "blocks/picture.html"
        value_class = PictureValue


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Название"), max_length=150, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Фотографии"), min_num=1, max_num=60)

    class Meta:
        icon = "image"
        label = _("Фотогалерея")
        template = "blocks/gallery.html"
        value_class = GalleryValue


class VideoBlock(blocks.StructBlock):
    """A picture that links to a video on VK Видео or Rutube; nothing is loaded from there."""

    title = blocks.CharBlock(label=_("О чём видео"), max_length=200)
    url = blocks.URLBlock(
        label=_("Адрес видео"),
        help_text=_("Адрес на VK Видео или Rutube, например https://rutube.ru/video/…"),
    )
    picture = ImageBlock(label=_("Кадр"), required=False)
    description = blocks.TextBlock(
        label=_("Что в видео словами"),
        required=False,
        help_text=_("Для тех, кто не видит или не слышит: что происходит и что говорят."),
    )

    class Meta:
        icon = "media"
        label = _("Видео")
        template = "blocks/video.html"
        value_class = VideoValue

    def clean(self, value):
        """Accept only videos on hosts that keep data in Russia, and take the plain address of each."""
        cleaned = super().clean(value)
        if not is_video_host(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _("Видео должно лежать на VK Видео или Rutube. Загрузите его туда и вставьте адрес.")
                    )
                }
            )
        found = video_of(cleaned["url"])
        if found is None:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _(
                            "Это адрес канала или другой страницы. Откройте само видео и скопируйте адрес: "
                            "https://vkvideo.ru/video-1_2 или https://rutube.ru/video/…"
                        )
                    )
                }
            )
        cleaned["url"] = found.url
        return cleaned


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Файл"))
    title = blocks.CharBlock(
        label=_("Название ссылки"),
        max_length=250,
        required=False,
        help_text=_("Если оставить пустым, возьмём название файла."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Файл")
        template = "blocks/file.html"


class LinkItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Название"), max_length=200)
    url = blocks.URLBlock(label=_("Адрес"))
    note = blocks.CharBlock(label=_("Пояснение"), max_length=250, required=False)

    class Meta:
        icon = "link"
        label = _("Ссылка")


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Заголовок"), max_length=150, required=False)
    links = blocks.ListBlock(LinkItemBlock(), label=_("Ссылки"), min_num=1, max_num=50)

    class Meta:
        icon = "link"
        label = _("Список ссылок")
        template = "blocks/links.html"
