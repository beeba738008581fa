"""Words of school papers, and the mending of titles with their help.

A text layer may split a word («руко водителя») or run two together. A word is known
when the list below has its stem or when the document itself has it elsewhere; pieces
that are not known are joined, and long strings that are not known are parted, when
that gives known words. What cannot be mended that way is left as it is.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer

from library.reading.text import LOOKALIKES, to_cyrillic

_FUNCTION_WORDS = frozenset(
    """
    а без в во для до за и из или к как ко ли на над не ни о об обо от по под при про с со у что это его
    её ее их по-новому же бы
    """.split()
)
_ONE_LETTER_WORDS = frozenset("авикосуя")
_WORDS = """
просвещение министерства субсидия осуществление обновлению соответствии индивидуальных общеобразовательных
автоматизированный автономный адаптация адаптированный адрес администрация академический акт активность
актуальный акция алгоритм анализ аналитический анкетирование апрель апробация архив аттестация база базовый
баланс безопасность бесплатный библиотека биологический биология бюджетный ведение ведомственный вид виды
виртуальный внедрение внесение внеклассный внеурочный внутренний вовлечение воспитание воспитательный
восполнение временный всероссийский выдача выполнение выставка газета геймификация география гигиенический
гимназия год годовой горячий государственный готовность график группа гуманитарный дата движение
деятельность день детский дети диагностика дистанционный документ документация должностной должность
дополнение дополнительный дорожный доступ доступность достижение достижения единый естественнонаучный
естественно естественный журнал задача задачи закрепление закупка замена заместитель занятие занятия
занятость заседание заявление здание здоровье знания игра изменение изменения издание изучение
изобретательство имя инвентаризация индикатор индивидуальный инженерный инновационный инструктаж инструкция
инструмент интеллектуальный интернет информатика информация информационный инфраструктурный использование
исполнение испытание исследовательский итог итоги итоговый кабинет кадровый казённый календарный календарно
карта качество квалификация квадрокоптер класс классный кодекс количество коллектив командировка комиссия
комплекс комплексный компьютерный компетенция конкурс конкурсный конструирование консультация контроль
конференция концепция координатор координация корпус краевой кружок курс курсы лаборатория лагерь летний
лицей лица лицо личный локальный маршрут массовый мастер математика материал материальный медиаплан
медицинский межведомственный мероприятие мероприятия мера меры местный методист методический методика
методические механизм микроскоп министерство минимальный многоуровневый модель модернизация модуль
мониторинг музей муниципальный наблюдение нагрузка назначение наименование налоговый наполняемость
направление направленность направленности наставник наставничество наука научный национальный неделя
номенклатура норма нормативный обеспечение обновление обновлённый оборудование образец образование
образовательный обработка обучающийся обучающиеся обучение обучающий общеобразовательный общеразвивающий
общественный общество обществознание общий объединение обязанности обязанность ограниченный одарённый
ознакомление олимпиада онлайн описание оплата определение оперативный организация организационный
организатор основа основной основный основание особенность ответственный ответственные отдел отделение
открытие отношение отчёт отчётность отпуск охват охрана оценка оценивание очный памятка параллель паспорт
педагог педагогический педагогические первый переводной перевод передача перечень период перспективный
персонал персональный питание план планирование площадка повышение подготовка подразделение подразделения
пожарный показатель показатели положение помещение помощь порядок посещение постановление постоянный
поступление потребность права правила право практика практический предмет предметный предоставление
предупреждение премирование преподавание преподаватель приём приемка приёмочный приказ приложение применение
пример примерный природопользование присвоение проведение проверка программа программирование продление
проект проектный производственный промежуточный пропускной просветительский протокол профессиональный
профилактика профиль профильный профориентация профориентационный процесс пункт работа работник работники
рабочий развивающий развитие размещение разработка район ракетомоделирование распоряжение распределение
расписание распорядок рассмотрение расход расширение реализация реализуемый региональный регламент
регистрация режим результат результаты рекомендация реорганизация республика ресурс решение робототехника
родитель родительский роста руководитель руководство сайт самообследование санитарный сбор сведения семинар
сельский сентябрь сертификат сетевой сеть система служба служебный смена смета совет совещание совместный
согласие согласование соглашение содействие содержание создание сокращение соответствие соревнование состав
составление социальный социокультурный специалист список спорт спортивный справка средний средства среда
срок ставка стажировка стандарт старший статус стимулирующий структура структурный студия субъект сфера
схема тарификация творческий текущий территория тест тестирование техника технический технологический
технологическая технология типовой точка традиция требование труд трудовой туризм углублённый удостоверение
указание унитарный управление уровень урок урочный условие услуга успеваемость устав установление
утверждение участие участник участники учащийся учёт учебный учебно учебная учитель учреждение федеральный
физика физический физкультурный филиал финансовый форма формирование функционирование функции хозяйственный
химия художественный цель центр цифровой чертёж чтение шахматы шахматный школа школьник школьный штатный
экзамен экология экологический экскурсия эксперимент эксплуатация экспертиза электронный этап юный юнармия
января февраля марта апреля мая июня июля августа сентября октября ноября декабря года исполняющий
исполнительный возложение освобождение снятие прекращение отмена внутришкольный аварийный ситуация списание
принятие введение действие зачисление отчисление комплектование группы закреплении направлений зам директор
дежурство каникулы антитеррористический защищённость пожарная электробезопасность ответственность
гражданский оборона чрезвычайный приостановление подведение молодёжный молодёжь школьного инициатива
волонтёрский добровольческий патриотический функциональный грамотность промышленный дизайн беспилотный
аппарат моделирование прототипирование виар реальность дополненная основы жизнедеятельность иной рабочей
базе рамках общего имени кодирование награждение поощрение выплата надбавка доплата учебного дополнительных
сотрудничество субботник ремонт аттестационный взаимодействие поведение готовности
"""

_TOKEN = re.compile(r"[А-Яа-яЁё]+")
_BROKEN_OB = re.compile(r"(?<![А-Яа-яЁё])([Оо]) б(?= [а-яё]{3})")
_INSIDE_SENTENCE = re.compile(r"[а-яё,»] $")


class _Stemmers(threading.local):
    """A stemmer keeps the word it works on: each thread has one of its own."""

    def __init__(self) -> None:
        self.russian = snowballstemmer.stemmer("russian")


_stemmers = _Stemmers()


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmers.russian.stemWord(word.replace("ё", "е")))


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORDS.split())


class Lexicon:
    """The words that may stand in a title: the common ones and those of this document."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        counts: Counter[str] = Counter()
        self._capitals: dict[str, Counter[bool]] = {}
        for text in texts:
            for match in _TOKEN.finditer(text):
                word = match[0]
                folded = word.casefold()
                counts[folded] += 1
                if word.islower() or (
                    not word.isupper() and _INSIDE_SENTENCE.search(text, match.start() - 2, match.start())
                ):
                    self._capitals.setdefault(_stem(folded), Counter())[word[0].isupper()] += 1
        self._counts = counts

    def knows(self, word: str) -> bool:
        """Whether the word is a real one: function word, common stem, or whole in this document."""
        folded = word.casefold()
        if len(folded) < 4:
            return folded in _FUNCTION_WORDS
        return _stem(folded) in _stems()

    def seen(self, word: str) -> bool:
        """Whether the word stands whole at least twice in this document."""
        return len(word) >= 4 and self._counts[word.casefold()] >= 2

    def usual_form(self, word: str) -> str:
        """The word in small letters, or with a capital when this document's running text mostly does so."""
        folded = word.casefold()
        seen = self._capitals.get(_stem(folded))
        return folded.capitalize() if seen and seen[True] > seen[False] else folded

    def mend(self, title: str) -> str:
        """Pieces of broken words joined, words run together parted, Latin look-alike words made Russian."""
        title = _BROKEN_OB.sub(r"\1б", self.join_pieces(title))
        return " ".join(self._parted(token) for token in title.split(" "))

    def join_pieces(self, line: str) -> str:
        """The line with pieces of broken words joined and Latin look-alike words made Russian."""
        tokens = [self._in_russian(token) for token in line.split(" ")]
        joined: list[str] = []
        index = 0
        while index < len(tokens):
            width = self._pieces_of_a_word(tokens[index : index + 7])
            joined.append("".join(tokens[index : index + width]))
            index += width
        return " ".join(joined)

    def _in_russian(self, token: str) -> str:
        """«POCTA» typed in Latin look-alikes is «РОСТА» when that is a word and «POCTA» is not."""
        bare = token.strip('«»“”".,;:()')
        if len(bare) < 3 or any(char not in LOOKALIKES for char in bare):
            return token
        russian = to_cyrillic(bare)
        return token.replace(bare, russian) if self.knows(russian) or self.seen(russian) else token

    def _pieces_of_a_word(self, tokens: Sequence[str]) -> int:
        """How many of the tokens, from the first on, make one known word; 1 when the first stands alone."""
        for width in range(len(tokens), 1, -1):
            pieces = tokens[:width]
            bare = [
                piece if position < width - 1 else piece.rstrip('».,;:”"')
                for position, piece in enumerate(pieces)
            ]
            bare[0] = bare[0].lstrip('«“"')
            if not all(piece.isalpha() and not piece.isascii() for piece in bare):
                continue
            if any(piece[0].isupper() and not "".join(bare).isupper() for piece in bare[1:]):
                continue
            whole = "".join(bare)
            if all(self.knows(piece) for piece in bare) or len(whole) < 5:
                continue
            if self._splits_off_a_word(bare):
                continue
            if self.knows(whole) or self.seen(whole):
                return width
        return 1

    def _splits_off_a_word(self, pieces: Sequence[str]) -> bool:
        """Whether a real word stands at an end: «о работ е» is «о работе», not one word."""
        first, rest = pieces[0], "".join(pieces[1:])
        last, head = pieces[-1], "".join(pieces[:-1])
        if len(pieces) > 2:
            return (self.knows(first) and (self.knows(rest) or self.seen(rest))) or (
                self.knows(last) and (self.knows(head) or self.seen(head))
            )
        return False

    def _parted(self, token: str) -> str:
        match = re.fullmatch(r"([«“\"(]*)([А-Яа-яЁё]{10,60})([»”\").,:;]*)", token)
        if not match or self.knows(match[2]) or self.seen(match[2]):
            return token
        parts = self._segment(match[2])
        return f"{match[1]}{' '.join(parts)}{match[3]}" if parts else token

    def _segment(self, string: str) -> list[str] | None:
        """The string as a row of known words, the fewest possible; None when there is no such row."""
        best: list[list[str] | None] = [[]] + [None] * len(string)
        for end in range(1, len(string) + 1):
            for start in range(max(0, end - 24), end):
                before, word = best[start], string[start:end]
                if before is None or not self._stands_alone(word):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or []):
                    best[end] = [*before, word]
        found = best[len(string)]
        # One long word after a short one is rather a word the list does not know: «современных».
        long = sum(len(word) >= 5 for word in found or ())
        return (
            found
            if found and (long >= 2 or (long == 1 and found[0] in ("О", "Об") and len(found) == 2))
            else None
        )

    def _stands_alone(self, word: str) -> bool:
        if len(word) == 1:
            return word.casefold() in _ONE_LETTER_WORDS
        return self.knows(word)
