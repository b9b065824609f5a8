from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_administration'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['action_date', 'team'], name='report_teams_on_day'),
        ),
        migrations.RemoveIndex(
            model_name='report',
            name='report_on_day',
        ),
    ]
