"""The 89 subjects of the Federation as tiles: where each roughly lies, and what people call it.

Own drawing: rows from north to south, columns from west to east, by the two-digit codes of the subjects.
A neighbour on the ground stands beside or cornerwise wherever the squares allow it.
"""

#: Two-digit codes of subjects, `--` for no land of ours.
GRID = """
-- -- -- 51 -- -- -- -- -- -- -- -- -- -- -- 87
-- -- -- 10 29 83 -- -- -- 89 -- -- -- 14 49 41
-- 78 47 53 35 44 11 59 66 86 70 24 38 28 27 65
39 -- 60 69 76 37 43 18 02 72 55 42 03 75 79 --
-- 67 77 50 33 52 12 16 74 45 54 19 17 -- 25 --
-- 32 40 71 62 13 21 73 56 -- 22 04 -- -- -- --
-- 46 57 48 68 58 64 63 -- -- -- -- -- -- -- --
-- -- 31 36 34 -- -- -- -- -- -- -- -- -- -- --
-- 93 94 61 08 30 -- -- -- -- -- -- -- -- -- --
95 90 -- 23 26 15 20 05 -- -- -- -- -- -- -- --
92 91 -- 01 09 07 06 -- -- -- -- -- -- -- -- --
"""

#: As people call the regions for short, at most six letters: the code of a subject, then its short name.
_SHORT_NAMES = """
01 Адыгея 02 Башк 03 Бурят 04 Алтай 05 Даг 06 Ингуш 07 КБР 08 Калм 09 КЧР 10 Карел 11 Коми 12 Марий
13 Морд 14 Якутия 15 Осетия 16 Татар 17 Тыва 18 Удм 19 Хакас 20 Чечня 21 Чув 22 Алт.кр 23 Кубань 24 Красн
25 Прим 26 Ставр 27 Хабар 28 Амур 29 Арханг 30 Астрах 31 Белг 32 Брянск 33 Владим 34 Волгр 35 Волог 36 Ворон
37 Иванов 38 Иркут 39 Калгр 40 Калуга 41 Камч 42 Кемер 43 Киров 44 Костр 45 Курган 46 Курск 47 ЛО 48 Липецк
49 Магад 50 МО 51 Мурм 52 Нижний 53 Новгор 54 Новсиб 55 Омск 56 Оренб 57 Орёл 58 Пенза 59 Пермь 60 Псков
61 Ростов 62 Рязань 63 Самара 64 Сарат 65 Сахал 66 Свердл 67 Смолен 68 Тамбов 69 Тверь 70 Томск 71 Тула
72 Тюмень 73 Ульян 74 Челяб 75 Забайк 76 Яросл 77 Москва 78 СПб 79 ЕАО 83 НАО 86 ХМАО 87 Чукот 89 ЯНАО
90 Запор 91 Крым 92 Севаст 93 ДНР 94 ЛНР 95 Херсон
""".split()
SHORT_NAMES = dict(zip(_SHORT_NAMES[::2], _SHORT_NAMES[1::2], strict=True))

#: Code of a subject → column from the west and row from the north, both from 0.
PLACES = {
    code: (column, row)
    for row, line in enumerate(GRID.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != "--"
}
COLUMNS = max(column for column, _row in PLACES.values()) + 1
ROWS = max(row for _column, row in PLACES.values()) + 1
