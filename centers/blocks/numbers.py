"""A block of dated releases: numbers of the network or the region, kept as they were on the day."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from centers.blocks.body import BodyBlock

COUNTED, STATED, OPENINGS, PLACES, PROGRAMS = "counted", "stated", "openings", "places", "programs"
OWN, NETWORK = "own", "network"


class NumbersBlock(blocks.StructBlock):
    """Asks for numbers; what they were at publication stands in `NumbersSnapshot`, not in the text."""

    what = blocks.ChoiceBlock(
        label=_("Что показать"),
        choices=[
            (COUNTED, _("Главные числа: центры, муниципалитеты, программы")),
            (STATED, _("Показатели сети, внесённые в реестр")),
            (OPENINGS, _("График: открытия по годам")),
            (PLACES, _("График: центры по регионам или по муниципалитетам")),
            (PROGRAMS, _("График: программы по направленностям")),
        ],
        default=COUNTED,
    )
    place = blocks.ChoiceBlock(
        label=_("Чьи числа"),
        choices=[(OWN, _("региона, где стоит новость, или сети")), (NETWORK, _("всей сети"))],
        default=OWN,
    )
    title = blocks.CharBlock(
        label=_("Заголовок"),
        max_length=150,
        required=False,
        help_text=_("Если оставить пустым, назовём сами: «Сколько центров открылось по годам»."),
    )

    class Meta:
        icon = "history"
        label = _("Числа на день публикации")
        template = "blocks/numbers.html"
        help_text = _(
            "Сайт сосчитает сам по реестру. В день публикации числа застынут и больше не изменятся, "
            "даже если центров станет больше."
        )


class DatedBodyBlock(BodyBlock):
    """The text of news and releases: besides the rest, numbers of their day."""

    numbers = NumbersBlock()
