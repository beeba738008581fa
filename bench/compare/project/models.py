"""What a programmer of a school writes after `wagtail start`: one page type with a text, and a menu."""

from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

CENTER_DEPTH = 5


class HomePage(Page):
    pass


class ContentPage(Page):
    body = StreamField(
        [("heading", CharBlock(form_classname="title")), ("paragraph", RichTextBlock())], blank=True
    )

    content_panels = [*Page.content_panels, "body"]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        places = list(self.get_ancestors(inclusive=True).live().filter(depth__gt=1))
        center = next((place for place in places if place.depth == CENTER_DEPTH), None)
        context["breadcrumbs"] = places[:-1]
        context["center"] = center
        context["menu"] = center.get_children().live().in_menu() if center else []
        return context
