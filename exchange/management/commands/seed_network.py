import argparse
import resource
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.seeding import Size, is_empty, seed
from toolkit.text import count_phrase

BAR = 40


class Command(BaseCommand):
    """Make an invented network for benchmarks."""

    help = (
        "Создаёт выдуманную сеть центров со всеми разделами для замеров. Только в базе без школ и центров; "
        "чтобы убрать её, удалите саму базу. Прерванную работу начинают заново, с пустой базы."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--centers", type=int, required=True, help="сколько центров, например 24000")
        parser.add_argument("--regions", type=int, default=89, help="в скольких регионах")
        parser.add_argument("--municipalities", type=int, default=2300, help="в скольких муниципалитетах")
        parser.add_argument("--seed", type=int, default=1, help="зерно: одно и то же даёт одну и ту же сеть")

        parser.add_argument(
            "--contents",
            action="store_true",
            help="ещё программы с занятиями, документы с файлами, педагоги, мероприятия",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not is_empty():
            raise CommandError(
                "В базе уже есть школы или центры. Выдуманная сеть создаётся только в пустой: задайте другую "
                "в DATA_DIR или DATABASE_URL, выполните migrate и повторите."
            )
        size = Size(
            centers=options["centers"],
            regions=min(options["regions"], options["centers"]),
            municipalities=min(options["municipalities"], options["centers"]),
            contents=options["contents"],
        )
        self._started, self._total = time.monotonic(), size.centers
        try:
            seed(size, options["seed"], self._show)
        except ValueError as error:
            raise CommandError(f"Такую сеть создать нельзя: {error}.") from error
        seconds = time.monotonic() - self._started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        centers = count_phrase(size.centers, "центр", "центра", "центров")
        price = f"процессор {time.process_time():.0f} с, память {peak} МБ"
        self.stdout.write(f"\nСоздано: {centers} за {seconds:.0f} с ({price}).")

    def _show(self, done: int) -> None:
        seconds = time.monotonic() - self._started
        filled = BAR * done // self._total
        left = seconds / done * (self._total - done)
        bar = "█" * filled + "░" * (BAR - filled)
        line = f"{bar} {done} из {self._total}, прошло {seconds:.0f} с, осталось около {left:.0f} с"
        on_screen = self.stdout.isatty()
        self.stdout.write(f"\r{line}" if on_screen else line, ending="" if on_screen else "\n")
        self.stdout.flush()
