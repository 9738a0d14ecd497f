"""Organizations may be founded and dissolved from the year 1000 on."""


import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_quotes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='organization',
            name='organization_founded_in_calendar',
        ),
        migrations.RemoveConstraint(
            model_name='organization',
            name='organization_dissolved_in_calendar',
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('founded_earliest__isnull', True), ('founded_earliest__range', (datetime.date(1000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('founded_latest__isnull', True), ('founded_latest__range', (datetime.date(1000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='organization_founded_in_calendar', violation_error_message='Enter a date in the years 1000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dissolved_earliest__isnull', True), ('dissolved_earliest__range', (datetime.date(1000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('dissolved_latest__isnull', True), ('dissolved_latest__range', (datetime.date(1000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='organization_dissolved_in_calendar', violation_error_message='Enter a date in the years 1000 to 2100.'),
        ),
    ]
