import secrets

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin_epoch(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    installation = apps.get_model("hub", "Installation")
    installation.objects.get_or_create(
        pk=1, defaults={"epoch": secrets.token_urlsafe(16)}
    )


class Migration(migrations.Migration):
    dependencies = [("hub", "0001_tables")]
    operations = [migrations.RunPython(begin_epoch, migrations.RunPython.noop)]
