"""The state of the site in words: a line a matter, with what to do when it is not well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from platform import python_version

import django
import wagtail
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from tochka.watching.state import WORKER_SILENCE, Disk, State
from toolkit.mail import mail_is_configured
from toolkit.text import count_phrase, file_size, russian_datetime

#: A task that has waited longer than this, s, says that the worker does not keep up.
LONG_WAIT = 15 * 60
#: A copy older than this, s, is not last night's.
OLD_COPY = 36 * 60 * 60
#: With less room than this, bytes, uploads and copies soon fail.
LITTLE_ROOM = 2 * 1024**3
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Line:
    """A matter, whether it is well, what was found, and what to do if it is not."""

    name: str
    good: bool
    words: str
    todo: str = ""


def lines_of(now: State) -> list[Line]:
    """The lines of the screen."""
    return [
        _database(now),
        _cache(now),
        _worker(now),
        _queue(now),
        _copy(now),
        *(_disk(disk) for disk in distinct(now.disks)),
        Line(
            _("Почта"),
            True,
            _("настроена") if mail_is_configured() else _("не настроена: приглашения печатают на бумаге"),
        ),
        Line(
            _("Версии"),
            True,
            f"Django {django.__version__}, Wagtail {wagtail.__version__}, Python {python_version()}",
        ),
    ]


def _database(now: State) -> Line:
    if now.database:
        return Line(_("База данных"), True, _("отвечает, {name}").format(name=DATABASES[connection.vendor]))
    return Line(_("База данных"), False, _("не отвечает"), _("Проверьте, что сервер базы работает."))


def _cache(now: State) -> Line:
    if now.cache:
        return Line(_("Кэш"), True, _("работает"))
    todo = _("Проверьте папку данных или сервер кэша. Сайт открывается и без кэша, но медленнее.")
    return Line(_("Кэш"), False, _("ничего не сохраняет"), todo)


def _worker(now: State) -> Line:
    name = _("Фоновая программа")
    if now.worker_age is None:
        todo = _("Если сайт работает дольше пяти минут, проверьте, запущена ли она.")
        return Line(name, False, _("ещё не отзывалась"), todo)
    words = _("отзывалась {when}").format(when=ago(now.worker_age))
    todo = _("Запустите её снова: без неё не выходят в срок страницы, не читаются документы, нет копий.")
    return Line(name, now.worker_age < WORKER_SILENCE, words, todo)


def _queue(now: State) -> Line:
    name = _("Очередь заданий")
    if now.waiting is None or now.oldest_wait is None or now.failed is None:
        return Line(name, False, _("неизвестно"), _("Станет видно, когда ответит база данных."))
    words = _("пусто")
    if now.waiting:
        tasks = count_phrase(now.waiting, _("задание"), _("задания"), _("заданий"))
        words = _("ждут: {tasks}, первое поставлено {when}").format(tasks=tasks, when=ago(now.oldest_wait))
    if now.failed:
        words += _("; за сутки не удались: {number}").format(number=now.failed)
    todo = _("Причина неудач — в журнале сайта. Документы и импорт сайт пробует снова сам.")
    return Line(name, now.oldest_wait < LONG_WAIT and not now.failed, words, todo)


def _copy(now: State) -> Line:
    name = _("Резервная копия")
    if now.backup_failure:
        return Line(name, False, _("ночная не сделана: {why}").format(why=now.backup_failure), make_copy())
    if now.backup is None or now.backup_age is None:
        return Line(name, False, _("ещё нет ни одной"), make_copy())
    made = timezone.now() - timedelta(seconds=now.backup_age)
    words = _("{when}, файл {name}").format(when=russian_datetime(made), name=now.backup.name)
    return Line(name, now.backup_age < OLD_COPY, words, make_copy())


def make_copy() -> str:
    return _("Сделайте копию командой make backup.")


def _disk(disk: Disk) -> Line:
    words = _("свободно {free} из {size}").format(free=file_size(disk.free), size=file_size(disk.size))
    todo = _("Освободите место: скоро не смогут загружаться файлы и делаться копии.")
    return Line(_("Диск: {folder}").format(folder=disk.folder), disk.free > LITTLE_ROOM, words, todo)


def distinct(disks: Iterable[Disk]) -> list[Disk]:
    """One of those that say the same: folders of one disk."""
    found: dict[tuple[int, int], Disk] = {}
    for disk in disks:
        found.setdefault((disk.free, disk.size), disk)
    return list(found.values())


def ago(seconds: float) -> str:
    """«только что», «5 минут назад», «3 часа назад»."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("только что")
    if minutes < 60:
        return _("{time} назад").format(time=count_phrase(minutes, _("минуту"), _("минуты"), _("минут")))
    hours = minutes // 60
    if hours < 48:
        return _("{time} назад").format(time=count_phrase(hours, _("час"), _("часа"), _("часов")))
    return _("{time} назад").format(time=count_phrase(hours // 24, _("день"), _("дня"), _("дней")))
