"""The catalogue in words, for the document and the command."""

from oversight.catalogue import CATALOGUE, SECTION_TITLES, VERSION
from toolkit.text import russian_date


def markdown_table() -> str:
    """The table of requirements, section by section, as `docs/coordinators/completeness.md` holds it."""
    lines = [f"Версия перечня: {VERSION}."]
    section = None
    for requirement in CATALOGUE:
        if requirement.section != section:
            section = requirement.section
            lines += [
                "",
                f"### {SECTION_TITLES[section]}",
                "",
                "| Код | Требование | Откуда | Насколько мы уверены | Строгость | Кто | Минут | Сверено |",
                "|---|---|---|---|---|---|---|---|",
            ]
        cells = (
            f"`{requirement.code}`",
            requirement.title,
            requirement.source.words,
            requirement.certainty_label,
            requirement.duty_label,
            requirement.level_label,
            requirement.minutes,
            russian_date(requirement.checked_on).replace("\N{NO-BREAK SPACE}", " "),
        )
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(lines)
