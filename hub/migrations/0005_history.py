import secrets

import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_installation(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    installation = apps.get_model("hub", "Installation")
    installation.objects.update(name=secrets.token_urlsafe(16))


class Migration(migrations.Migration):
    dependencies = [("hub", "0004_lease")]
    operations = [
        migrations.AddField(
            "installation",
            "name",
            models.CharField(default="", max_length=22),
            preserve_default=False,
        ),
        migrations.AddField(
            "installation",
            "system_identifier",
            models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            "installation", "timeline", models.BigIntegerField(null=True)
        ),
        migrations.CreateModel(
            name="PastEpoch",
            fields=[
                (
                    "epoch",
                    models.CharField(
                        max_length=22, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=20)),
                (
                    "ended_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
        ),
        migrations.RunPython(name_installation, migrations.RunPython.noop),
    ]
