from django.db import migrations

from courses import triggers

PROTECTED = ("quizzes_sitting", "quizzes_drawnquestion", "quizzes_response")


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *PROTECTED)


def release(apps, schema_editor):
    triggers.release(schema_editor, *PROTECTED)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial"), ("courses", "0002_protect_evidence")]

    operations = [migrations.RunPython(protect, release)]
