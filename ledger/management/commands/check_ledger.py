from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.checking import SHOWN, check
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Check the log of publications from the first entry to the last."""

    help = "Проверяет журнал публикаций: не изменён ли он, нет ли в нём пропусков и вставок."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--known",
            metavar="НОМЕР:ОТПЕЧАТОК",
            default="",
            help="последнее звено, выписанное при прежней проверке: видно, не отрезан ли с тех пор конец",
        )

    def handle(self, *_args: Any, known: str = "", **_options: Any) -> None:
        try:
            report = check(known)
        except ValueError:
            raise CommandError("Звено пишется так: НОМЕР:ОТПЕЧАТОК, как его печатает эта команда.") from None
        entries = count_phrase(report.count, "запись", "записи", "записей")
        if report.wrong:
            head = f"Журнал публикаций не сходится ({entries}):"
            more = [f"… всего несоответствий: {report.wrong}."] if report.wrong > SHOWN else []
            raise CommandError("\n".join([head, *report.words, *more]))
        self.stdout.write(f"Журнал публикаций цел: {entries}. Последнее звено: {report.last}")
