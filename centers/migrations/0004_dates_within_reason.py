"""Refuse dates with a slip in the year: 0224, 1899, 2999. Nothing is lost on the way back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0003_intake"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="center",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state_as_of__isnull", True),
                    models.Q(("state_as_of__gte", "1990-01-01"), ("state_as_of__lte", "2100-12-31")),
                    _connector="OR",
                ),
                name="center_state_as_of_range",
                violation_error_message="Дата — от 1990 до 2100 года. Проверьте год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(("valid_from__gte", "1990-01-01"), ("valid_from__lte", "2100-12-31")),
                    _connector="OR",
                ),
                name="coordinator_from_range",
                violation_error_message="Дата — от 1990 до 2100 года. Проверьте год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="federaloperator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(("valid_from__gte", "1990-01-01"), ("valid_from__lte", "2100-12-31")),
                    _connector="OR",
                ),
                name="federaloperator_from_range",
                violation_error_message="Дата — от 1990 до 2100 года. Проверьте год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="federalproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(("valid_from__gte", "1990-01-01"), ("valid_from__lte", "2100-12-31")),
                    _connector="OR",
                ),
                name="federalproject_from_range",
                violation_error_message="Дата — от 1990 до 2100 года. Проверьте год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nationalproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(("valid_from__gte", "1990-01-01"), ("valid_from__lte", "2100-12-31")),
                    _connector="OR",
                ),
                name="nationalproject_from_range",
                violation_error_message="Дата — от 1990 до 2100 года. Проверьте год.",
            ),
        ),
    ]
