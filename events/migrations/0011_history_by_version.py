"""Versions are ordered as they were written, not by the clock."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0010_one_row_rules'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='historicalcitation',
            options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical citation', 'verbose_name_plural': 'historical citations'},
        ),
        migrations.AlterModelOptions(
            name='historicaleventorganization',
            options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical organization', 'verbose_name_plural': 'historical organizations'},
        ),
        migrations.AlterModelOptions(
            name='historicalnewsevent',
            options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical news event', 'verbose_name_plural': 'historical news events'},
        ),
    ]
