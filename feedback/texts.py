"""The consent document, made from the register. Its wording is versioned: see `services.consents`."""

import datetime as dt
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Center
from feedback.models import FeedbackSettings
from toolkit.text import count_phrase

#: Since when the wording below stands; to be moved with every change of it.
WORDED_ON = dt.date(2026, 11, 22)

CONSENT_BOX = gettext_lazy("Я прочитал согласие на обработку персональных данных и даю его.")
AGE_BOX = gettext_lazy("Мне есть 14 лет, или я родитель (законный представитель) ребёнка.")


class Part(TypedDict):
    """A heading of the document with what stands below it."""

    title: str
    text: list[str]
    items: list[str]


def _part(title: str, *text: str, items: tuple[str, ...] = ()) -> Part:
    return {"title": title, "text": list(text), "items": list(items)}


def operator_of(center: Center) -> str:
    """The school as the operator of personal data: name, address, numbers of the registers of the state."""
    school = center.school
    facts = [school.full_name or school.short_name, _("адрес: {address}").format(address=school.address)]
    if school.inn:
        facts.append(_("ИНН {number}").format(number=school.inn))
    if school.ogrn:
        facts.append(_("ОГРН {number}").format(number=school.ogrn))
    return ", ".join(facts)


def consent_content(center: Center, chosen: FeedbackSettings) -> list[Part]:
    """What a person agrees to who asks this centre.

    Contents of a consent: 152-ФЗ, ст. 9, ч. 4; a document of its own since 01.09.2025 (156-ФЗ of 24.06.2025).
    Stopping within 10 working days: ст. 21, ч. 5.1.
    """
    school = center.school
    months = count_phrase(chosen.months_to_keep, _("месяц"), _("месяца"), _("месяцев"))
    ways = [_("письмом или лично по адресу: {address}").format(address=school.address)]
    if school.email:
        ways.append(_("письмом на электронную почту {email}").format(email=school.email))
    return [
        _part(
            _("Кто и кому даёт согласие"),
            _(
                "Я, человек, чьё имя указано в форме вопроса, свободно, своей волей и в своём интересе даю "
                "согласие на обработку моих персональных данных оператору — школе: {operator}."
            ).format(operator=operator_of(center)),
            _(
                "Мне исполнилось 14 лет. За ребёнка младше 14 лет вопрос задаёт и согласие даёт родитель "
                "или другой законный представитель."
            ),
        ),
        _part(
            _("Для чего"),
            _(
                "Только чтобы рассмотреть мой вопрос центру «Точка роста» ({center}) и ответить на него. "
                "Для рассылок, рекламы и других целей данные не используются."
            ).format(center=center.title),
        ),
        _part(
            _("Какие данные"),
            items=(
                _("имя, как я указал его в форме;"),
                _("адрес электронной почты или номер телефона для ответа;"),
                _("то, что я сам сообщу о себе в тексте вопроса;"),
                _("номер, дата и время вопроса, редакция этого согласия и страница, на которой оно дано."),
            ),
        ),
        _part(
            _("Что с ними делают"),
            _(
                "Сбор, запись, систематизация, накопление, хранение, уточнение, извлечение, использование, "
                "предоставление лицам, названным ниже, блокирование, удаление и уничтожение — на компьютере "
                "и без него. На сайте и где-либо ещё данные не публикуются."
            ),
        ),
        _part(
            _("Кто их видит"),
            _(
                "Сотрудники школы, которые отвечают на вопросы; координаторы «Точек роста» муниципалитета и "
                "региона, которые следят, чтобы школа ответила; администратор этого сайта, который хранит "
                "данные по поручению школы. Больше никому их не передают."
            ),
        ),
        _part(
            _("Сколько действует"),
            _(
                "{months} со дня, когда я отправил вопрос, или до отзыва согласия. После этого вопрос и все "
                "данные о нём стираются с сайта."
            ).format(months=months),
        ),
        _part(
            _("Как отозвать"),
            _(
                "Написать школе в свободной форме и назвать номер вопроса или адрес, который указан "
                "для ответа:"
            ),
            _("Школа прекратит обработку и сотрёт данные не позднее чем через 10 рабочих дней."),
            items=(*(f"{way};" for way in ways[:-1]), f"{ways[-1]}."),
        ),
        _part(
            _("Как даётся"),
            _(
                "Отметкой в форме вопроса, отдельной от других отметок. Сайт запоминает её слова, время, "
                "страницу и редакцию этого документа (статья 9 Федерального закона от 27.07.2006 № 152-ФЗ "
                "«О персональных данных»)."
            ),
        ),
    ]
