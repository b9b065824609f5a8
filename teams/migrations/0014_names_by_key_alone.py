from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0013_import_within'),
    ]

    operations = [
        # Nothing asks for the name itself since name_key and surname_key are there.
        migrations.RemoveIndex(
            model_name='user',
            name='user_by_name',
        ),
    ]
