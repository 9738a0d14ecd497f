"""A record can't be merged into itself."""

from django.conf import settings
from django.db import migrations, models

from talentwatch.records.checked_migrations import checked


class Migration(migrations.Migration):

    dependencies = [
        ('curation', '0004_help_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = checked("curation", [
        migrations.AddConstraint(
            model_name='mergedecision',
            constraint=models.CheckConstraint(condition=models.Q(('survivor_pk', models.F('loser_pk')), _negated=True), name='merge_of_two', violation_error_message="A record can't be merged into itself."),
        ),
    ])
