"""From a register row to the facts that the standard texts are made of."""

from django.utils.translation import gettext as _

from centers.models.bodies_now import Bodies
from centers.models.registry import Center, CenterState
from centers.texts.facts import CenterFacts
from centers.texts.profiles import PROFILES
from toolkit.text import russian_date


def state_as_of(center: Center) -> str:
    """«на 2021 год» or «на 1 сентября 2026 г.»; empty when the register does not say."""
    if not center.state_as_of:
        return ""
    if center.state_year_only:
        return _("на {year} год").format(year=center.state_as_of.year)
    return _("на {date}").format(date=russian_date(center.state_as_of))


def center_facts(center: Center, bodies: Bodies) -> CenterFacts:
    """Plain values of the centre for `centers.texts`; unknown ones stay empty."""
    region = center.municipality.region
    profile = PROFILES.get(center.profile)
    known = not center.municipality.is_unknown
    body = {
        "federal_project": bodies.federal_project,
        "national_project": bodies.national_project,
        "operator": bodies.operator,
        "coordinator": bodies.coordinator,
    }
    named = {name: value.name if value else "" for name, value in body.items()}
    linked = {f"{name}_url": value.url if value else "" for name, value in body.items()}
    return CenterFacts(
        school_name=center.school.short_name,
        school_genitive=center.school.based_on,
        municipality_name=center.municipality.name if known else "",
        municipality_genitive=center.municipality.name_genitive if known else "",
        region_name=region.name,
        region_genitive=region.name_genitive,
        region_in=region.where,
        profile_genitive=(
            center.profile_override_genitive
            if center.profile_override
            else str(profile.name_genitive)
            if profile
            else ""
        ),
        subjects_accusative=str(profile.subjects_accusative) if profile else "",
        subject_areas=tuple(str(area) for area in profile.subject_areas) if profile else (),
        activities=center.activities,
        state=center.state,
        year=center.year,
        opened_on=center.opened_on,
        opening_words=center.opening_words,
        closed_on=center.state_as_of if center.state == CenterState.CLOSED else None,
        state_as_of=state_as_of(center),
        state_source=center.state_source,
        state_source_url=center.state_source_url,
        funding_source=center.funding_source,
        **named,
        **linked,
    )
