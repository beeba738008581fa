"""Pages of the network: regions, municipalities, centres with their sections, the press release, home."""

from collections.abc import Callable, Iterable
from typing import Any

from centers.models import CenterPage, MunicipalityPage, NewsIndexPage, NewsPage, RegionPage
from centers.services import build_sections, open_center
from centers.services.sections import PlannedPage, home_page, municipality_page_for, region_page_for
from demo.blocks import paragraphs, stream
from demo.content import events, example, network, release
from demo.content.rows import CenterRow, NewsRow
from demo.fingerprints import values_digest
from demo.keeper import republish
from demo.loading.run import Run, plain_fields

_MUNICIPALITY_OF = {school.key: school.municipality for school in (*network.SCHOOLS, example.SCHOOL)}
_TEXTS = {
    "GeneralInfoPage": example.APPROACH,
    "AdditionalInfoPage": example.ADDITIONAL_INFO,
    "FeedbackPage": example.FEEDBACK,
}


def load(run: Run) -> None:
    """Build the tree from the regions down."""
    for code in network.REGION_CODES:
        text = release.REGION_TEXTS[code]
        region = run.regions[code]
        body = stream(text.key, [paragraphs(text.intro), *text.body], run.image)
        run.pages["region", code] = _built(
            run, f"page:region-{code}", RegionPage, region_page_for, region, {"body": body}, region=region
        )
    for row in (*network.MUNICIPALITIES, example.MUNICIPALITY):
        municipality = run.row(row.key)
        if municipality is not None and run.pages["region", row.region] is not None:
            run.pages["municipality", row.key] = _built(
                run,
                f"page:{row.key}",
                MunicipalityPage,
                municipality_page_for,
                municipality,
                {},
                municipality=municipality,
            )
    for center in (*network.CENTERS, example.CENTER):
        _load_center(run, center)
    load_news(run, release.PRESS_RELEASE)
    body = stream(release.HOME_TEXT.key, release.HOME_TEXT.body, run.image)
    run.keeper.change_fields(release.HOME_TEXT.key, home_page().specific, {"body": body})


def _built(
    run: Run,
    key: str,
    model: Any,
    build: Callable[[Any], Any],
    row: Any,
    values: dict[str, Any],
    **lookup: Any,
) -> Any:
    """A page that a service builds out of a row of the register, with own words on top."""

    def create() -> Any:
        page = build(row)
        dress(page, values)
        return page

    return run.keeper.put(key, model, values, lookup=lookup, create=create, change=republish)


def dress(page: Any, values: dict[str, Any]) -> None:
    """Give a page its own words; `live=False` takes it off the site."""
    words = {name: value for name, value in values.items() if name != "live"}
    if any(getattr(page, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(page, name, value)
        republish(page)
    if not values.get("live", True):
        page.unpublish(log_action=None)


def _load_center(run: Run, row: CenterRow) -> None:
    """The page of a centre and its sections; what people have deleted stays deleted."""
    center = run.own(row.key)
    if center is None or run.pages.get(("municipality", _MUNICIPALITY_OF[row.school])) is None:
        return
    key = f"page:{row.key}"
    was_known = run.keeper.knows(key)
    values: dict[str, Any] = {}
    if row.is_example:
        values = {"lead": example.CENTER_INTRO, "photo": run.image(example.CENTER_PHOTO)}
    _built(run, key, CenterPage, open_center, center, values, center=center)
    page = run.own(key)
    if page is not None:
        run.pages["center", row.key] = page
        _load_sections(run, row, page, build_sections(center), key, just_opened=not was_known)


def _load_sections(
    run: Run, row: CenterRow, parent: Any, plan: Iterable[PlannedPage], prefix: str, *, just_opened: bool
) -> None:
    """Record the sections that opening the centre has made; make those that a former unload took away."""
    present = {page.slug: page for page in parent.get_children().specific()}
    for planned in plan:
        key = f"{prefix}/{planned.slug}"
        name = planned.model.__name__
        values = _section_values(run, name, row)
        if just_opened and not run.keeper.knows(key):
            page = present[planned.slug]
            dress(page, values)
            run.keeper.adopt(key, page, values_digest(values))
        elif run.keeper.knows(key):
            run.keeper.put(key, planned.model, values, change=republish)
        else:
            whole = {"title": planned.title, **values, "slug": planned.slug}
            run.keeper.put_page(key, parent, planned.model, whole, source=values)
        page = run.row(key)
        if page is not None:
            run.pages[name, row.key] = page
            _load_sections(run, row, page, planned.below, key, just_opened=just_opened)


def _section_values(run: Run, name: str, row: CenterRow) -> dict[str, Any]:
    """What a section of this centre has beside what opening it gives."""
    values: dict[str, Any] = {}
    if name == "GeneralInfoPage" and row.general_info_title:
        values["title"] = row.general_info_title
    if name == "FunctionsPage" and not row.functions_stated:
        values["live"] = False
    if not row.is_example:
        return values
    if name in events.SECTION_INTROS:
        text = events.SECTION_INTROS[name]
        values["intro"] = f"<p>{text.intro}</p>"
        values |= {field: f"<p>{words}</p>" for field, words in text.body}
    if name in _TEXTS:
        values["body"] = stream(_TEXTS[name].key, _TEXTS[name].body, run.image)
    if name == "FeedbackPage":
        values["intro"] = f"<p>{example.FEEDBACK.intro}</p>"
    if name == "EventIndexPage":
        values["plan"] = run.row("document:plan")
    return values


def load_news(run: Run, row: NewsRow) -> None:
    """A piece of news below the news section of its region or centre."""
    index = run.pages.get(("NewsIndexPage", row.center))
    if row.region:
        place = run.pages["region", row.region]
        if place is None:
            return
        words = {"title": "Новости", "slug": "novosti"}
        index = run.keeper.put_page(f"page:region-{row.region}/novosti", place, NewsIndexPage, words)
    if index is None:
        return
    values = plain_fields(row, "region", "center", "body", "photo") | {
        "photo": run.image(row.photo),
        "body": stream(row.key, row.body, run.image),
    }
    run.keeper.put_page(row.key, index, NewsPage, values)
