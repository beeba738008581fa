from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts.services import InactiveAccountError, issue_one_time_password


class Command(BaseCommand):
    """Print a password that opens the admin once, until its owner has chosen another."""

    help = "Выдаёт одноразовый пароль администратора; если такого человека нет, заводит его."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="admin", help="имя для входа (admin)")
        parser.add_argument(
            "--if-absent",
            action="store_true",
            help="ничего не делать и не печатать, если такой человек или другой администратор уже есть",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        username = options["username"].strip()
        if not username:
            raise CommandError("Укажите имя для входа: --username admin")
        if options["if_absent"] and self._somebody_has_the_keys(username):
            return
        try:
            password = issue_one_time_password(username)
        except InactiveAccountError as error:
            raise CommandError(
                f"Учётная запись «{username}» отключена. Включите её в управлении сайтом "
                "(Настройки → Пользователи) или укажите другое имя: --username ИМЯ"
            ) from error
        self.stdout.write(f"Имя для входа: {username}")
        self.stdout.write(f"Пароль:        {password}")
        self.stdout.write("Пароль одноразовый: при первом входе сайт попросит придумать свой.")

    def _somebody_has_the_keys(self, username: str) -> bool:
        """An administrator who has chosen another name must not get a second one at each start."""
        keepers = Q(username=username) | Q(is_superuser=True, is_active=True)
        return get_user_model().objects.filter(keepers).exists()
