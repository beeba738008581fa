"""Count how complete the sections of all centres are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from oversight.services.checking import check_all
from toolkit.text import count_phrase


class Command(BaseCommand):
    help = "Заново считает, чего не хватает в разделах центров"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="только центры, где что-то изменилось")
        parser.add_argument(
            "--seconds", type=float, default=None, help="остановиться, когда пройдёт столько секунд"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def tell(done: int, total: int) -> None:
            if options["verbosity"] and self.stderr.isatty():
                self.stderr.write(f"\r{done} / {total}", ending="")

        done = check_all(stale_only=options["stale"], seconds=options["seconds"], progress=tell)
        if options["verbosity"] and done and self.stderr.isatty():
            self.stderr.write("")
        said = count_phrase(done, _("центр"), _("центра"), _("центров"))
        self.stdout.write(_("Проверено: {said}.").format(said=said))
