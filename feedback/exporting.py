"""All that is kept of a person, as a table that a person can read. No cell is a formula."""

import io
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from toolkit.text import russian_datetime

WRAP = Alignment(wrap_text=True, vertical="top")


def as_workbook(data: dict[str, Any]) -> bytes:
    """The questions with consents and answers, one a row; `data` as `person_as_data` gives it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Вопросы"))
    titles = [
        _("Номер"),
        _("Получен"),
        _("Имя"),
        _("Почта"),
        _("Телефон"),
        _("Вопрос"),
        _("Состояние"),
        _("Ответы"),
        _("Согласие"),
        _("Заметка сотрудников"),
        _("Хранить до"),
    ]
    for number in range(1, len(titles) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 24
    sheet.append([_cell(sheet, title, bold=True) for title in titles])
    for question in data["questions"]:
        sheet.append([_cell(sheet, text) for text in _row(question)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(question: dict[str, Any]) -> list[str]:
    consent = question["consent"]
    said = consent and _("редакция {number}, {moment}").format(
        number=consent["version"], moment=_moment(consent["given_at"])
    )
    answers = "\n\n".join(
        f"{_moment(one['at'])}, {one['way']}, {one['letter']}\n{one['text']}" for one in question["answers"]
    )
    return [
        str(question["number"]),
        _moment(question["received_at"]),
        question["name"],
        question["email"],
        question["phone"],
        question["text"],
        question["state"],
        answers,
        said or "",
        question["note"],
        question["keep_until"],
    ]


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    return russian_datetime(moment) if moment else text


def _cell(sheet: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text[:32_000])
    cell.data_type = "s"  # «=1+1» stays a text
    cell.alignment = WRAP
    if bold:
        cell.font = Font(bold=True)
    return cell
