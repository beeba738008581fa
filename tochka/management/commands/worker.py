"""The background worker: tasks from the database and the timers, in one process."""

import argparse
import os
from typing import Any

from django_tasks_db.management.commands import db_worker

from tochka.launch import end_with_parent
from tochka.timers import LONG_TIMERS, TIMERS, Clock, Lead

SECONDS_TO_END = 20


class Command(db_worker.Command):
    help = "Выполняет фоновые задачи и работы по расписанию, пока его не остановят."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def configure_logging(self, verbosity: int) -> None:
        """Leave logging to the settings, which show failures and not every task."""

    def handle(self, **options: Any) -> None:
        if "SUPERVISOR_ENABLED" in os.environ:
            end_with_parent("supervisord")
        clocks = [Clock(timers, lead=Lead(number)) for number, timers in enumerate((TIMERS, LONG_TIMERS))]
        for clock in clocks:
            clock.start()
        try:
            super().handle(**options)
        finally:
            for clock in clocks:
                clock.stop(SECONDS_TO_END / len(clocks))
