"""The few events that aren’t public are found by an index, as other records are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0012_search_texts_and_indexes'),
        ('people', '0017_announced_dates'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='newsevent',
            index=models.Index(condition=models.Q(('status', 'published'), _negated=True), fields=['id'], name='newsevent_not_public'),
        ),
    ]
