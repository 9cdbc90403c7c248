from django.db import migrations

from courses import triggers

PROTECTED = (
    "journals_shareevent",
    "journals_sharecomment",
    "journals_discussion",
    "journals_discussionanswer",
)


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_protect_evidence"), ("journals", "0006_sharing")]

    operations = [migrations.RunPython(protect, release)]
