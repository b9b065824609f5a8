import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


# Beginnings are found by an index only if PostgreSQL compares letter by letter. Where
# SQLite remakes the table, Django makes the index anew from the model: the same.
OPERATORS = {"postgresql": " text_pattern_ops", "sqlite": ""}


def add_index(apps, schema_editor):
    operators = OPERATORS[schema_editor.connection.vendor]
    schema_editor.execute(
        f"CREATE INDEX user_by_name ON teams_user (LOWER(name){operators})"
    )


def remove_index(apps, schema_editor):
    schema_editor.execute("DROP INDEX user_by_name")


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0004_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(choices=[('sending', 'being sent'), ('checking', 'being checked'), ('checked', 'checked'), ('importing', 'being imported'), ('done', 'imported'), ('failed', 'failed')], default='sending', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('places', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('beat_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('entries', models.JSONField(default=list)),
                ('refused', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ImportPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_index, remove_index)],
            state_operations=[
                migrations.AddIndex(
                    model_name='user',
                    index=models.Index(django.db.models.functions.text.Lower('name'), name='user_by_name'),
                ),
            ],
        ),
        migrations.AddField(
            model_name='import',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importpart',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='teams.import'),
        ),
        migrations.AddField(
            model_name='importpiece',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='teams.import'),
        ),
        migrations.AddConstraint(
            model_name='importpart',
            constraint=models.UniqueConstraint(fields=('of', 'number'), name='import_part_once'),
        ),
        migrations.AddConstraint(
            model_name='importpiece',
            constraint=models.UniqueConstraint(fields=('of', 'number'), name='import_piece_once'),
        ),
    ]
