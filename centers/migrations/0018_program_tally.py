from typing import Any

from django.db import migrations, models

from centers import program_tallies


def install(apps: Any, schema_editor: Any) -> None:
    program_tallies.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    program_tallies.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0017_known_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgramTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=16)),
                ("study_form", models.CharField(editable=False, max_length=10)),
                ("directions", models.PositiveSmallIntegerField(editable=False)),
                ("grades", models.PositiveSmallIntegerField(editable=False)),
                ("weekdays", models.PositiveSmallIntegerField(editable=False)),
                ("age_from", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("age_to", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("can_join", models.BooleanField(editable=False)),
                ("n", models.IntegerField(editable=False)),
                ("is_change", models.BooleanField(editable=False)),
            ],
            options={
                "verbose_name": "счёт программ",
                "verbose_name_plural": "счёт программ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_change", True)),
                        fields=["is_change"],
                        name="program_tally_changes",
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="programentry",
            name="program_entry_count",
        ),
        migrations.RunPython(install, remove),
    ]
