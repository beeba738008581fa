"""Pages of the tree; their sections are made by `open_center`, so a centre must be opened first."""

import datetime as dt

import factory
import wagtail_factories
from wagtail.models import Page, Site

from centers.models import (
    Center,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    ProgramIndexPage,
    ProgramPage,
)
from centers.services.sections import home_page
from tests.factories.files import ImageFactory


def section_of(center: Center, model: type[Page]) -> Page:
    """The section of that kind of an opened centre."""
    return model.objects.descendant_of(center.page).get()


class PublishedPageFactory(wagtail_factories.PageFactory):
    """A published page; `draft=True` leaves it unpublished, `photographed=True` gives it a picture."""

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)

    slug = factory.Sequence(lambda n: f"stranica-{n}")
    first_published_at = last_published_at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


class ProgramPageFactory(PublishedPageFactory):
    """A programme of the opened centre `center`, in its index."""

    class Meta:
        model = ProgramPage
        exclude = ("center",)

    class Params:
        photographed = factory.Trait(photo=factory.SubFactory(ImageFactory))

    center = None
    parent = factory.LazyAttribute(lambda page: section_of(page.center, ProgramIndexPage))
    title = factory.Sequence(lambda n: f"Робототехника {n}")
    lead = "Собираем роботов из деталей и учимся ими управлять."


class EventPageFactory(PublishedPageFactory):
    """An event of the opened centre `center`, in its index."""

    class Meta:
        model = EventPage
        exclude = ("center",)

    class Params:
        photographed = factory.Trait(photo=factory.SubFactory(ImageFactory))

    center = None
    parent = factory.LazyAttribute(lambda page: section_of(page.center, EventIndexPage))
    title = factory.Sequence(lambda n: f"Неделя физики {n}")
    date = dt.date(2099, 10, 10)


class NewsPageFactory(PublishedPageFactory):
    """A piece of news of the opened centre `center`; give `parent` for one of a region or the network."""

    class Meta:
        model = NewsPage
        exclude = ("center",)

    class Params:
        photographed = factory.Trait(photo=factory.SubFactory(ImageFactory))

    center = None
    parent = factory.LazyAttribute(lambda page: section_of(page.center, NewsIndexPage))
    title = factory.Sequence(lambda n: f"Новые наборы {n}")
    date = dt.date(2026, 3, 1)


class PlainPageFactory(PublishedPageFactory):
    """A plain page below the home page, or below `parent`."""

    class Meta:
        model = PlainPage

    parent = factory.LazyFunction(home_page)
    title = factory.Sequence(lambda n: f"Положение {n}")


class SiteFactory(wagtail_factories.SiteFactory):
    """A host name of its own whose root is `root_page`."""

    class Meta:
        model = Site

    hostname = factory.Sequence(lambda n: f"school-{n}.example.ru")
    port = 80
    site_name = "Точка роста"
