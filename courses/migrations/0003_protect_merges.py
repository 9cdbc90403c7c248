from django.db import migrations

from courses import triggers

# The table is of the people below, who know no trigger.
PROTECTED = ("people_merge",)


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_protect_evidence"), ("people", "0002_merges")]

    operations = [migrations.RunPython(protect, release)]
