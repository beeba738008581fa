"""Words that mean the same to a family that searches, and words that say nothing of what is searched.

Each line of `SAME` is a group: whoever writes one of its words finds the others too. Words of a group are
separated by commas, also at the end of a line that goes on; several words in a row are looked for next to
each other.
"""

from __future__ import annotations

from functools import cache

from toolkit.search.analysis import Run, Term, index_tokens, terms

__all__ = ["is_small_talk", "longest_phrase", "same_as", "words_of_groups"]

SAME = """
робот, робототехника, роботехника, роботостроение
дрон, бпла, бла, квадрокоптер, коптер, мультикоптер, беспилотник, беспилотный, беспилотный летательный аппарат
3d, трёхмерный, тримерный
виртуальный, vr, виртуальная реальность
ar, дополненная реальность
изо, изобразительное искусство, изобразительный, рисование, рисунок
ит, it, икт, информатика, информационные технологии, информационный
программирование, программист, кодинг, программировать
python, питон, пайтон
scratch, скретч, скрэтч
arduino, ардуино
lego, лего
физкультура, физра, физическая культура
обж, обзр, основы безопасности
английский, англ, инглиш
шахматы, шахматный
химия, химик, химический, хим
биология, биологический, биолог, био
физика, физический, физик
экология, экологический, эколог
математика, математический, матем
астрономия, астрономический, астроном
география, географический
история, исторический
литература, литературный
естественно научный, естественнонаучный, естествознание
технология, технологический
техника, технический
проект, проектный
исследование, исследователь, исследовательский
опыт, эксперимент
инженер, инженерный
моделирование, модель, моделист
авиамоделирование, авиамоделист, авиамодель, авиамодельный
журналистика, журналист, медиа, медиацентр
лаборатория, лабораторный
микроскоп, микроскопия, микромир
турнир, соревнование, чемпионат
мастер класс, мастеркласс
дод, день открытых дверей
экскурсия, экскурс
школа, сош, оош, нош, средняя школа, общеобразовательная школа,
средняя общеобразовательная школа, основная общеобразовательная школа
гимназия, гимназический
лицей, лицейский
педагог, учитель, преподаватель
руководитель, заведующий, начальник
режим занятий, расписание занятий, расписание
мероприятие, событие
район, рн, муниципальный округ, муниципальный район, округ
область, обл
край, кр
республика, респ
дистанционный, онлайн, удалённый
москва, московский, подмосковье
питер, спб, санкт петербург, петербург
ленобласть, ленинградский
якутия, саха
башкирия, башкортостан
татария, татарстан
хмао, югра, ханты мансийский
янао, ямало ненецкий
кбр, кабардино балкарский
кчр, карачаево черкесский
еао, еврейский
нао, ненецкий
алания, осетия
чувашия, чувашский
удмуртия, удмуртский
чечня, чеченский
кузбасс, кемеровский
днр, донецкий
лнр, луганский
чукотка, чукотский
камчатка, камчатский
забайкалье, забайкальский
ставрополье, ставропольский
кубань, краснодарский
дагестан, дагестанский
алтай, алтайский
хабаровск, хабаровский
томск, томский
"""

# What a family says around the thing itself; without these words the query means the same.
SMALL_TALK = """
записать записаться запись записываться найти поиск хочу хотим можно нужен нужно нужна ищу ищем подскажите
где как какой какая какие есть ли куда когда
бесплатно бесплатный рядом близко ближайший наш наша мой моя свой
ребёнок дети детский школьник ученик сын дочь дочка мальчик девочка
тр сайт официальный адрес телефон контакты город село деревня посёлок г с п
"""


def _lines() -> list[str]:
    return SAME.strip().replace(",\n", ", ").splitlines()


@cache
def _groups() -> dict[tuple[str, ...], Term]:
    """Runs of each group by the stems of each of its members."""
    found: dict[tuple[str, ...], Term] = {}
    for line in _lines():
        members = [member.strip() for member in line.split(",")]
        runs: list[Run] = []
        for member in members:
            asked = terms(member)
            stream = tuple(index_tokens(member).stream)
            runs += asked[0] if len(asked) == 1 else [Run(stream)]
        group = tuple(dict.fromkeys(runs))
        for member in members:
            asked = terms(member)
            if len(asked) == 1:
                for run in asked[0]:
                    found.setdefault(run.tokens, group)
            else:
                found.setdefault(tuple(index_tokens(member).stream), group)
    return found


@cache
def _small_talk() -> frozenset[str]:
    return frozenset(run.tokens[0] for term in terms_of_words(SMALL_TALK) for run in term)


def terms_of_words(text: str) -> list[Term]:
    """The term of each word of a list, however long it is."""
    return [term for word in text.split() for term in terms(word)]


def same_as(tokens: tuple[str, ...]) -> Term:
    """What else may be meant by a word or by words in a row; nothing for words of no group."""
    return _groups().get(tokens, ())


@cache
def longest_phrase() -> int:
    """How many words in a row a group may begin with."""
    return max(len(tokens) for tokens in _groups())


def is_small_talk(term: Term) -> bool:
    """Whether a word tells nothing of what is searched."""
    return any(run.tokens[0] in _small_talk() for run in term if len(run.tokens) == 1)


def words_of_groups() -> list[str]:
    """All words of the groups, to be recognised when they are mistyped."""
    return [word for line in _lines() for word in line.replace(",", " ").split()]
