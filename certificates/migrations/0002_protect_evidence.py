from django.db import migrations

from courses import triggers

TABLES = ("certificates_award", "certificates_certificate", "certificates_revocation")


def protect(apps, schema_editor):
    triggers.protect(schema_editor, *TABLES)


def release(apps, schema_editor):
    triggers.release(schema_editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_initial"),
        ("courses", "0002_protect_evidence"),
    ]

    operations = [migrations.RunPython(protect, release)]
