from django.db import migrations

from courses import triggers


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *triggers.PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *triggers.PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
