"""The bin.

Way back: drop the table, when nothing that matters lies in it: rows and pages in the bin go with it.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import centers.models.bin


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0009_rights_from_memberships"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BinEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("page", "Страница"),
                            ("document", "Документ центра"),
                            ("teacher", "Педагог"),
                            ("room", "Помещение"),
                            ("equipment", "Оборудование"),
                            ("lesson", "Занятие"),
                            ("file", "Файл"),
                            ("image", "Картинка"),
                            ("center", "Центр"),
                            ("school", "Школа"),
                            ("municipality", "Муниципалитет"),
                            ("region", "Регион"),
                            ("coordinator", "Координатор"),
                            ("figure", "Показатель сети"),
                            ("federation", "Федеральный оператор или проект"),
                        ],
                        max_length=12,
                        verbose_name="что это",
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="номер")),
                ("title", models.CharField(max_length=300, verbose_name="название")),
                ("origin", models.CharField(blank=True, max_length=300, verbose_name="откуда")),
                ("search_key", models.CharField(editable=False, max_length=601)),
                (
                    "deleted_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="удалено"
                    ),
                ),
                (
                    "deleted_by_name",
                    models.CharField(blank=True, max_length=255, verbose_name="имя того, кто удалил"),
                ),
                (
                    "data",
                    models.JSONField(default=dict, editable=False, encoder=centers.models.bin.ExactEncoder),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="centers.center",
                        verbose_name="центр",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто удалил",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="centers.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="centers.region",
                        verbose_name="регион",
                    ),
                ),
            ],
            options={
                "verbose_name": "запись корзины",
                "verbose_name_plural": "записи корзины",
                "ordering": ["-deleted_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id"), name="bin_entry_once")
                ],
            },
        ),
    ]
