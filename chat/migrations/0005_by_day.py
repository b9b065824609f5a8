from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0004_administration'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['at', 'room', 'author_role'], name='message_day'),
        ),
    ]
