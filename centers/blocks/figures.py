"""Blocks that show figures of the network with their year and source."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class FigureItemBlock(blocks.StructBlock):
    """A figure of its day: a dated release keeps it, whatever the register says later."""

    value = blocks.IntegerBlock(label=_("Число"), min_value=0)
    is_lower_bound = blocks.BooleanBlock(label=_("«более»"), required=False)
    label = blocks.CharBlock(label=_("Что посчитано"), max_length=200)

    class Meta:
        icon = "plus"
        label = _("Число")


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(FigureItemBlock(), label=_("Числа"), min_num=1, max_num=12)
    as_of = blocks.CharBlock(label=_("На какую дату"), max_length=60)
    source = blocks.CharBlock(label=_("Источник"), max_length=300, required=False)

    class Meta:
        icon = "table"
        label = _("Показатели")
        template = "blocks/figures.html"
