"""The real centres of the demonstration network: what public pages and one press release say.

Nothing here is invented. A fact that its source does not give stays empty.
"""

from datetime import date

from demo.content.rows import (
    CenterRow,
    CoordinatorRow,
    FigureRow,
    MunicipalityRow,
    SchoolRow,
    StatedDocument,
)

TOMSK = "70"
DAGESTAN = "05"
KHABAROVSK = "27"
MOSCOW_REGION = "50"
#: Regions that get a page in the demonstration network, by their codes.
REGION_CODES = (TOMSK, DAGESTAN, KHABAROVSK, MOSCOW_REGION)

ALL_ACTIVITIES = ("subjects", "extracurricular", "additional", "events", "network_events")
SCIENCE_TECHNOLOGY = "science_technology"

RELEASE_SOURCE = "пресс-релиз о центрах Московской области, 2021/2022 учебный год"
RELEASE_AS_OF = "2021/2022 учебный год"
RELEASE_DAY = date(2021, 1, 1)

#: The register's row of the Академия Минпросвещения России: the federal operator from this day on.
ACADEMY_FROM = date(2021, 1, 1)

COORDINATORS = (
    CoordinatorRow(
        key="coordinator:tomsk",
        region=TOMSK,
        name="Департамент общего образования Томской области",
        name_genitive="Департамента общего образования Томской области",
        url="https://edu.tomsk.gov.ru/",
        valid_from=date(2021, 1, 1),
        source="страница центра Баткатской школы",
    ),
    CoordinatorRow(
        key="coordinator:khabarovsk",
        region=KHABAROVSK,
        name="Министерство образования Хабаровского края",
        name_genitive="Министерства образования Хабаровского края",
        valid_from=date(2024, 1, 1),
        source="страница центра школы Хабаровского края",
    ),
    CoordinatorRow(
        key="coordinator:moscow-region",
        region=MOSCOW_REGION,
        name="Министерство образования Московской области",
        name_genitive="Министерства образования Московской области",
        valid_from=date(2021, 1, 1),
        source=RELEASE_SOURCE,
    ),
)

MUNICIPALITIES = (
    MunicipalityRow(
        key="municipality:shegarsky",
        region=TOMSK,
        name="Шегарский район",
        name_genitive="Шегарского района",
        name_prepositional="Шегарском районе",
        slug="shegarskij-rajon",
    ),
    MunicipalityRow(
        key="municipality:rutulsky",
        region=DAGESTAN,
        name="Рутульский район",
        name_genitive="Рутульского района",
        name_prepositional="Рутульском районе",
        slug="rutulskij-rajon",
    ),
    MunicipalityRow(
        key="municipality:khabarovsk-unknown",
        region=KHABAROVSK,
        name="муниципалитет не указан",
        slug="ne-ukazan",
        is_unknown=True,
    ),
    MunicipalityRow(
        key="municipality:sergiev-posad",
        region=MOSCOW_REGION,
        name="Сергиево-Посадский городской округ",
        name_genitive="Сергиево-Посадского городского округа",
        name_prepositional="Сергиево-Посадском городском округе",
        slug="sergievo-posadskij-gorodskoj-okrug",
    ),
)


def _posad(key: str, short_name: str, name_genitive: str) -> SchoolRow:
    return SchoolRow(
        key=f"school:{key}",
        municipality="municipality:sergiev-posad",
        short_name=short_name,
        name_genitive=name_genitive,
    )


SCHOOLS = (
    SchoolRow(
        key="school:batkat",
        municipality="municipality:shegarsky",
        short_name="МКОУ «Баткатская СОШ»",
        name_genitive="МКОУ «Баткатская СОШ»",
    ),
    SchoolRow(
        key="school:rutul",
        municipality="municipality:rutulsky",
        short_name="МКОУ «Рутульская СОШ № 2 им. А. М. Мирзоева»",
        name_genitive="МКОУ «Рутульская СОШ № 2 им. А. М. Мирзоева»",
        site_url="https://s2rut.siteobr.ru/",
    ),
    SchoolRow(
        key="school:khabarovsk",
        municipality="municipality:khabarovsk-unknown",
        short_name="Школа Хабаровского края (название в источнике не указано)",
        name_genitive="одной из школ",
        name_is_stated=False,
    ),
    _posad("posad-25", "Школа № 25", "школы № 25"),
    _posad("posad-shemetovskaya", "Шеметовская школа", "Шеметовской школы"),
    _posad("posad-vasilevskaya", "Васильевская школа", "Васильевской школы"),
    _posad("posad-hotkovskaya-1", "Хотьковская школа № 1", "Хотьковской школы № 1"),
    _posad("posad-15", "Школа № 15", "школы № 15"),
    _posad("posad-26", "Школа № 26", "школы № 26"),
    _posad("posad-28", "Школа № 28", "школы № 28"),
    _posad("posad-zagorskie-dali", "Школа «Загорские дали»", "школы «Загорские дали»"),
    _posad("posad-krasnozavodskaya-7", "Краснозаводская школа № 7", "Краснозаводской школы № 7"),
    _posad("posad-peresvet-5", "Школа № 5 г. Пересвета", "школы № 5 г. Пересвета"),
)


def _from_release(key: str, slug: str, state: str, **facts: object) -> CenterRow:
    """A centre of which only the press release of 2021 speaks; it names the operator too."""
    return CenterRow(
        key=f"center:{key}",
        school=f"school:{key}",
        slug=slug,
        state=state,
        state_as_of=RELEASE_DAY,
        state_year_only=True,
        state_source=RELEASE_SOURCE,
        operator_rule="own",
        operator_from=ACADEMY_FROM,
        **facts,  # type: ignore[arg-type]
    )


_OPENED = {"opening_words": "в 2019–2020 годах"}
_OPENING = {"opened_on": date(2021, 9, 1), "year": 2021}
_PLANNED = {"opening_words": "до конца 2024 года"}

CENTERS = (
    CenterRow(
        key="center:batkat",
        school="school:batkat",
        slug="batkatskaya-sosh",
        state="open",
        year=2021,
        profile=SCIENCE_TECHNOLOGY,
        activities=ALL_ACTIVITIES,
        operator_rule="by_date",
        general_info_title="О создании Центра",
    ),
    CenterRow(
        key="center:rutul",
        school="school:rutul",
        slug="rutulskaya-sosh-2",
        state="open",
        year=2022,
        profile=SCIENCE_TECHNOLOGY,
        functions_stated=True,
    ),
    CenterRow(
        key="center:khabarovsk",
        school="school:khabarovsk",
        slug="shkola-habarovskogo-kraya",
        state="open",
        year=2024,
        profile=SCIENCE_TECHNOLOGY,
        activities=ALL_ACTIVITIES[1:],
        functions_stated=True,
        operator_rule="own",
        operator_from=ACADEMY_FROM,
        documents=(
            StatedDocument(
                key="document:khabarovsk-programs",
                kind="order",
                date=date(2024, 4, 4),
                title="О разработке и утверждении программ, реализуемых в центре",
                stated_type="PDF",
                size=1_111_491,  # stated as 1,06 МБ
            ),
            StatedDocument(
                key="document:khabarovsk-head",
                kind="order",
                date=date(2024, 4, 4),
                title="О назначении руководителя центра",
                stated_type="PDF",
                size=540_611,  # stated as 527,94 КБ
            ),
        ),
    ),
    _from_release("posad-25", "shkola-25", "open", **_OPENED),
    _from_release("posad-shemetovskaya", "shemetovskaya-shkola", "open", **_OPENED),
    _from_release("posad-vasilevskaya", "vasilevskaya-shkola", "open", **_OPENED),
    _from_release("posad-hotkovskaya-1", "hotkovskaya-shkola-1", "open", **_OPENED),
    _from_release("posad-15", "shkola-15", "opening", **_OPENING),
    _from_release("posad-26", "shkola-26", "opening", **_OPENING),
    _from_release("posad-28", "shkola-28", "opening", **_OPENING),
    _from_release("posad-zagorskie-dali", "zagorskie-dali", "opening", **_OPENING),
    _from_release("posad-krasnozavodskaya-7", "krasnozavodskaya-shkola-7", "planned", **_PLANNED),
    _from_release("posad-peresvet-5", "shkola-5-peresvet", "planned", **_PLANNED),
)


def _figure(key: str, metric: str, year: int, value: int, **more: object) -> FigureRow:
    return FigureRow(
        key=f"figure:{key}",
        metric=metric,
        year=year,
        value=value,
        source=RELEASE_SOURCE,
        as_of=RELEASE_AS_OF,
        **more,  # type: ignore[arg-type]
    )


FIGURES = (
    _figure("russia-opening-2021", "opening", 2021, 4_500),
    _figure("russia-subjects-2021", "subjects", 2021, 82),
    _figure("russia-total-2021", "planned_total", 2021, 9_000),
    _figure("russia-total-2024", "planned_total", 2024, 24_000, is_lower_bound=True),
    _figure("moscow-region-opened", "opened", 2020, 119, region=MOSCOW_REGION, year_from=2019),
    _figure("moscow-region-opening", "opening", 2021, 123, region=MOSCOW_REGION),
    _figure("moscow-region-municipalities", "municipalities", 2021, 53, region=MOSCOW_REGION),
    _figure("moscow-region-total-2024", "planned_total", 2024, 771, region=MOSCOW_REGION),
)
