"""Erase the questions whose time is over, and the traces by which floods are stopped."""

from django.core.management.base import BaseCommand

from feedback.services.erasing import purge
from feedback.services.limits import forget_attempts


class Command(BaseCommand):
    help = "Стирает вопросы посетителей, срок хранения которых прошёл, и спам старше 30 дней."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Стёрто вопросов: {purge()}, следов отправки форм: {forget_attempts()}.")
