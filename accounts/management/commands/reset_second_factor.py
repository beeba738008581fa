from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.log_actions import log

from accounts.second_factor import take_away


class Command(BaseCommand):
    """For whoever runs the site: let somebody in who has lost telephone and recovery codes."""

    help = "Снимает второй шаг входа с человека, потерявшего телефон и запасные коды."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="имя для входа")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Человека с именем для входа «{options['username']}» нет.")
        if user.second_factor_at is None:
            raise CommandError("У этого человека второй шаг входа не подключён.")
        take_away(user)
        log(instance=user, action="accounts.second_factor_reset", user=None, data={"command": True})
        self.stdout.write(
            "Второй шаг входа снят. При следующем входе сайт предложит подключить новый телефон."
        )
