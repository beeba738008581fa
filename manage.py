#!/usr/bin/env python3
"""Entry point of the site's commands: `python manage.py КОМАНДА`."""

import gc
import os
import sys


def main() -> None:
    """Run the command named on the command line.

    A mistake in the environment ends in its one line: the person who runs the site reads it, and a
    traceback would hide it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.base")
    gc.set_threshold(10_000, 20, 20)  # migrations make so many objects that looking for garbage costs
    from django.core.management import execute_from_command_line

    from tochka.env_file import EnvFileError

    try:
        from tochka.settings.environment import SettingError
    except EnvFileError as error:
        sys.exit(f"Ошибка настройки. {error}")
    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(f"Ошибка настройки. {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
