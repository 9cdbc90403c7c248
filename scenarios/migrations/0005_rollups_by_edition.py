import django.db.models.deletion
from django.db import migrations, models


def forget(apps, schema_editor):
    """Counts by version and month say nothing of editions: the next count makes them anew."""
    apps.get_model("scenarios", "RollupMark").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("scenarios", "0004_step_rollups"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="steprollup", name="rollup_once"),
        migrations.AddField(
            model_name="steprollup",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="courses.edition",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="steprollup",
            constraint=models.UniqueConstraint(
                fields=("mark", "version", "edition", "month", "again"), name="rollup_once"
            ),
        ),
    ]
