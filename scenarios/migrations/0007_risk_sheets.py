import django.db.models.deletion
from django.db import migrations, models

from courses import triggers

PROTECTED = ("scenarios_riskbatch", "scenarios_riskcounted")


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_team_ends"),
        ("scenarios", "0006_panel_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scenario_uuid", models.UUIDField()),
                ("month", models.DateField()),
                ("title", models.CharField(max_length=255)),
                ("people", models.PositiveIntegerField()),
                ("told", models.JSONField(default=list)),
                ("waiting", models.JSONField(default=list)),
                ("closed_at", models.DateTimeField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskCounted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counted",
                        to="scenarios.riskbatch",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_counted",
                        to="scenarios.run",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="riskbatch",
            constraint=models.UniqueConstraint(
                fields=("team", "scenario_uuid", "month"), name="risk_batch_once"
            ),
        ),
        migrations.RunPython(protect, release),
    ]
