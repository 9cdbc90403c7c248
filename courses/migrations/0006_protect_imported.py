from django.db import migrations

from courses import triggers

PROTECTED = ("courses_importedresult",)


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_imported_results")]

    operations = [migrations.RunPython(protect, release)]
