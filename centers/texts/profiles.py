"""The profiles a centre may have, with every grammatical form the texts need.

The profile changed with the wave: digital and humanitarian in 2019–2020, natural science and
technology since 2021; some centres work in natural science alone. A centre with a wording of its
own fills the forms of `CenterFacts` itself and needs none of these rows.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile. `name_genitive` stands after «Центр образования …», `subjects_accusative`
    after «ученики изучают …», `subject_areas` are the names of the areas of the curriculum."""

    code: str
    title: Text
    name_genitive: Text
    subjects_accusative: Text
    subject_areas: tuple[Text, ...]


PROFILES: dict[str, Profile] = {
    profile.code: profile
    for profile in (
        Profile(
            code="science_technology",
            title=_("естественно-научная и технологическая направленности"),
            name_genitive=_("естественно-научной и технологической направленностей"),
            subjects_accusative=_("естественно-научные предметы"),
            subject_areas=(_("Естественно-научные предметы"), _("Технология")),
        ),
        Profile(
            code="science",
            title=_("естественно-научная направленность"),
            name_genitive=_("естественно-научной направленности"),
            subjects_accusative=_("естественно-научные предметы"),
            subject_areas=(_("Естественно-научные предметы"),),
        ),
        Profile(
            code="digital_humanitarian",
            title=_("цифровой и гуманитарный профили"),
            name_genitive=_("цифрового и гуманитарного профилей"),
            subjects_accusative=_("технологию, информатику и основы безопасности жизнедеятельности"),
            subject_areas=(
                _("Технология"),
                _("Математика и информатика"),
                _("Физическая культура и основы безопасности жизнедеятельности"),
            ),
        ),
    )
}
