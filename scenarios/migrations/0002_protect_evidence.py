from django.db import migrations

from courses import triggers

PROTECTED = ("scenarios_scenarioversion", "scenarios_step", "scenarios_justification")


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_protect_evidence"), ("scenarios", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
