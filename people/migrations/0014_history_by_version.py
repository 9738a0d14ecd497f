"""Versions are ordered as they were written, not by the clock."""

from django.db import migrations

from talentwatch.records.migration_operations import AlterTexts


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_one_row_rules'),
    ]

    operations = [
        AlterTexts([
            migrations.AlterModelOptions(
                name='historicalclaim',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical claim', 'verbose_name_plural': 'historical claims'},
            ),
            migrations.AlterModelOptions(
                name='historicalcohort',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical cohort', 'verbose_name_plural': 'historical cohorts'},
            ),
            migrations.AlterModelOptions(
                name='historicalcohortmember',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical cohort member', 'verbose_name_plural': 'historical cohort members'},
            ),
            migrations.AlterModelOptions(
                name='historicalemployment',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical employment', 'verbose_name_plural': 'historical employments'},
            ),
            migrations.AlterModelOptions(
                name='historicalorganization',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical organization', 'verbose_name_plural': 'historical organizations'},
            ),
            migrations.AlterModelOptions(
                name='historicalorganizationname',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical organization name', 'verbose_name_plural': 'historical organization names'},
            ),
            migrations.AlterModelOptions(
                name='historicalperson',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical person', 'verbose_name_plural': 'historical people'},
            ),
            migrations.AlterModelOptions(
                name='historicalpersonname',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical person name', 'verbose_name_plural': 'historical person names'},
            ),
            migrations.AlterModelOptions(
                name='historicalsource',
                options={'get_latest_by': 'history_id', 'ordering': ('-history_id',), 'verbose_name': 'historical source', 'verbose_name_plural': 'historical sources'},
            ),
        ]),
    ]
