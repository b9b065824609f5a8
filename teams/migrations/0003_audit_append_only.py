from django.db import migrations

from teams import append_only


class Migration(migrations.Migration):
    dependencies = [("teams", "0002_people")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: append_only.install(editor.connection),
            lambda _apps, editor: append_only.remove(editor.connection),
        )
    ]
