"""Rules of documents and programmes."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from centers.models import DocumentKind, Issuer, ProgramKind
from oversight.facts import PROGRAM_PAGE, DocumentFacts, Fields, Outcome, PageFacts, Target, View
from oversight.rules.base import each, irrelevant, new_page, new_row, present, rule
from oversight.rules.pages import meaningful, school_year
from toolkit.text import fold

FIRST_WAVES = (2019, 2020)
_MUST_HAVE_REQUISITES = (DocumentKind.ORDER, DocumentKind.REGULATION, DocumentKind.ACT)


def valid(view: View, fields: Fields) -> bool:
    """Whether the document has not expired."""
    return fields["valid_until"] is None or fields["valid_until"] >= view.facts.today


def find(view: View, *kinds: str, words: tuple[str, ...] = ()) -> list[tuple[DocumentFacts, Fields]]:
    """Documents in force of one of the kinds whose title has one of the words."""
    return [
        (row, fields)
        for row, fields in view.documents
        if fields["kind"] in kinds
        and valid(view, fields)
        and (not words or any(word in fold(fields["title"]) for word in words))
    ]


def wanted(name: str, kind: str) -> Target:
    """A document to be added; its kind is filled in for the person."""
    return new_row("centerdocument", name, kind)


def document_rule(code: str, kind: str, name: Callable[[], str], words: tuple[str, ...] = ()) -> None:
    def check(view: View) -> Outcome:
        return present(find(view, kind, words=words), wanted(name(), kind))

    rule(code)(check)


document_rule(
    "order-creation",
    DocumentKind.ORDER,
    lambda: _("Приказ о создании центра"),
    ("создани", "открыти", "функционировани", "о центре"),
)
document_rule(
    "order-head",
    DocumentKind.ORDER,
    lambda: _("Приказ о назначении руководителя"),
    ("руководител", "назначени", "ответственн"),
)
document_rule("regulation", DocumentKind.REGULATION, lambda: _("Положение о центре"))
document_rule("program-list", DocumentKind.LIST, lambda: _("Перечень программ"), ("програм",))
document_rule("indicators", DocumentKind.INDICATORS, lambda: _("Показатели"))


@rule("order-regulation")
def order_regulation(view: View) -> Outcome:
    name = _("Приказ об утверждении положения")
    found = find(view, DocumentKind.ORDER, words=("положени",))
    return present(found, wanted(name, DocumentKind.ORDER))


@rule("regulation-signed")
def regulation_signed(view: View) -> Outcome:
    """Signed electronically, or a scan of the signed paper; a file that was not read yet passes."""
    return each(
        (
            (
                row,
                None if row.is_signed or row.is_scan or not row.has_file or not row.is_read else row.target(),
            )
            for row, _fields in find(view, DocumentKind.REGULATION)
        ),
        waits=True,
        note=_("Сначала добавьте положение о центре.") if not find(view, DocumentKind.REGULATION) else "",
    )


def issued(view: View, issuer: str) -> bool:
    return any(fields["issuer"] == issuer and valid(view, fields) for _row, fields in view.documents)


@rule("act-region")
def act_region(view: View) -> Outcome:
    return present(issued(view, Issuer.REGION), wanted(_("Акт региона"), DocumentKind.ACT))


@rule("act-municipality")
def act_municipality(view: View) -> Outcome:
    return present(issued(view, Issuer.MUNICIPALITY), wanted(_("Акт муниципалитета"), DocumentKind.ACT))


@rule("media-plan")
def media_plan(view: View) -> Outcome:
    if view.center.year not in FIRST_WAVES:
        return irrelevant(_("Медиапланы составляли для центров 2019–2020 годов."))
    return present(find(view, DocumentKind.MEDIA_PLAN), wanted(_("Медиаплан"), DocumentKind.MEDIA_PLAN))


def each_document(
    view: View,
    lacks: Callable[[DocumentFacts, Fields], str | None],
    only: Callable[[Fields], bool] | None = None,
) -> Outcome:
    """Every document of this side; `lacks` names the field to mend, None when all is well."""
    found = []
    for row, fields in view.documents:
        if only is not None and not only(fields):
            continue
        name = lacks(row, fields)
        found.append((row, None if name is None else row.target(name)))
    note = "" if view.facts.documents else _("Сначала добавьте документы.")
    return each(found, waits=only is None, note=note)


@rule("document-title")
def document_title(view: View) -> Outcome:
    return each_document(view, lambda row, fields: None if meaningful(fields["title"]) else "title")


@rule("document-requisites")
def document_requisites(view: View) -> Outcome:
    def lacks(row: DocumentFacts, fields: Fields) -> str | None:
        if fields["date"] is None:
            return "date"
        return "number" if fields["kind"] == DocumentKind.ORDER and not fields["number"] else None

    return each_document(view, lacks, lambda fields: fields["kind"] in _MUST_HAVE_REQUISITES)


@rule("document-file")
def document_file(view: View) -> Outcome:
    return each_document(
        view,
        lambda row, fields: (
            None if fields["document"] or (fields["stated_url"] and fields["stated_type"]) else "document"
        ),
    )


@rule("document-in-force")
def document_in_force(view: View) -> Outcome:
    return each_document(
        view,
        lambda row, fields: None if valid(view, fields) or row.pk in view.superseded else "valid_until",
    )


def readable(row: DocumentFacts, fields: Fields, condition: bool) -> str | None:
    """The field of the accessible form, when the file does not do and nothing stands beside it."""
    fine = condition or not row.has_file or not row.is_read or fields["accessible_alternative"]
    return None if fine else "accessible_alternative"


@rule("document-text")
def document_text(view: View) -> Outcome:
    return each_document(view, lambda row, fields: readable(row, fields, row.has_text))


@rule("document-tagged")
def document_tagged(view: View) -> Outcome:
    return each_document(
        view, lambda row, fields: readable(row, fields, not row.is_pdf or row.tagged is not False)
    )


def programs_of(code: str, kind: str, flag: str, why: Callable[[], str]) -> None:
    """There is a programme of the kind while the centre's row says that such work is done."""

    def check(view: View) -> Outcome:
        found = [page for page, fields in view.programs if fields["kind"] == kind]
        if not found and not getattr(view.center, flag):
            return irrelevant(why())
        return present(found, new_page(view, PROGRAM_PAGE, "programindexpage", str(ProgramKind(kind).label)))

    rule(code)(check)


programs_of(
    "programs-subjects",
    ProgramKind.SUBJECT,
    "does_subjects",
    lambda: _("По карточке центра, уроков по предметам в нём нет."),
)
programs_of(
    "programs-extracurricular",
    ProgramKind.EXTRACURRICULAR,
    "does_extracurricular",
    lambda: _("По карточке центра, внеурочной деятельности в нём нет."),
)
programs_of(
    "programs-additional",
    ProgramKind.ADDITIONAL,
    "does_additional",
    lambda: _("По карточке центра, дополнительного образования в нём нет."),
)


def teaches(view: View) -> bool:
    """Whether there must be programmes at all."""
    center = view.center
    return bool(
        view.facts.by_kind.get(PROGRAM_PAGE)
        or center.does_subjects
        or center.does_extracurricular
        or center.does_additional
    )


def each_program(
    view: View, lacks: Callable[[PageFacts, Fields], str | None], only: Callable[[Fields], bool] | None = None
) -> Outcome:
    """Every programme of this side; `lacks` names the field to mend, None when all is well."""
    if not teaches(view):
        return irrelevant(_("По карточке центра, занятий по программам в нём нет."))
    found = []
    for page, fields in view.programs:
        if only is not None and not only(fields):
            continue
        name = lacks(page, fields)
        found.append((page, None if name is None else page.target(name)))
    waits = not view.programs
    return each(found, waits=waits, note=_("Сначала добавьте программу.") if waits else "")


def lacking_field(*names: str) -> Callable[[PageFacts, Fields], str | None]:
    """Lacks the first of the fields when none of them is filled."""
    return lambda page, fields: None if any(fields[name] for name in names) else names[0]


@rule("program-document")
def program_document(view: View) -> Outcome:
    return each_program(view, lacking_field("document"))


@rule("program-focus")
def program_focus(view: View) -> Outcome:
    fields_of_kind = {
        ProgramKind.SUBJECT: ("subject",),
        ProgramKind.EXTRACURRICULAR: ("extracurricular_focus", "subject"),
        ProgramKind.ADDITIONAL: ("additional_focus",),
    }
    return each_program(
        view,
        lambda page, fields: lacking_field(*fields_of_kind.get(fields["kind"], ("subject",)))(page, fields),
    )


@rule("program-audience")
def program_audience(view: View) -> Outcome:
    return each_program(view, lacking_field("grade_from", "grade_to", "age_from", "age_to"))


@rule("program-hours")
def program_hours(view: View) -> Outcome:
    return each_program(view, lacking_field("hours_per_week", "hours_total", "duration"))


@rule("program-teacher")
def program_teacher(view: View) -> Outcome:
    return each_program(view, lacking_field("teacher"))


@rule("program-lead")
def program_lead(view: View) -> Outcome:
    return each_program(view, lacking_field("lead"))


@rule("program-enrolment")
def program_enrolment(view: View) -> Outcome:
    if view.center.navigator_url:
        return each_program(view, lambda page, fields: None)
    return each_program(
        view,
        lacking_field("enrolment", "navigator_url"),
        lambda fields: fields["kind"] == ProgramKind.ADDITIONAL,
    )


@rule("program-year")
def program_year(view: View) -> Outcome:
    year = school_year(view.facts.today)
    return each_program(
        view, lambda page, fields: "academic_year" if (fields["academic_year"] or "") < year else None
    )
