from django.db import migrations


def forget(apps, schema_editor):
    """Counts so far say nothing of scales, and count a merged person twice: the next count makes
    them anew.
    """
    apps.get_model("scenarios", "RollupMark").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("scenarios", "0008_shared_reasons_decided")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
