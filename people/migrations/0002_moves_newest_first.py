

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='move',
            index=models.Index(fields=['-date_earliest', 'slug'], name='move_by_date_newest_first'),
        ),
    ]
