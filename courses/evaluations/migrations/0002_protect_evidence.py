from django.db import migrations

from courses import triggers

PROTECTED = (
    "evaluations_evaluationresponse",
    "evaluations_evaluationanswer",
    "evaluations_signature",
)


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_protect_evidence"), ("evaluations", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
