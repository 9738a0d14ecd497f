"""Help texts, labels and messages in plain English; the database stores none of them."""

import datetime
import talentwatch.records.fields
from django.db import migrations, models
from talentwatch.records.migration_operations import AlterTexts


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_help_texts'),
        ('people', '0008_plain_texts'),
    ]

    operations = [
        AlterTexts([
            migrations.AlterField(
                model_name='citation',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text="The source's stance on the headline. If the headline is “X denies Y” and the source quotes X, choose Announced.", max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalcitation',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text="The source's stance on the headline. If the headline is “X denies Y” and the source quotes X, choose Announced.", max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalnewsevent',
                name='confidence',
                field=models.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('disputed', 'Disputed'), ('refuted', 'Refuted'), ('unsourced', 'Without a source')], default='unsourced', editable=False, help_text='Derived from the stances of the citations and the independence of their publishers.', max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalnewsevent',
                name='headline',
                field=talentwatch.records.fields.SingleLineField(help_text='What happened, in our own words. The stance of each source refers to this sentence.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalnewsevent',
                name='kind',
                field=models.CharField(choices=[('departure', 'Departure'), ('hire', 'Hire'), ('founding', 'Founding'), ('role_change', 'Change of role'), ('return', 'Return'), ('acquisition', 'Acquisition'), ('investment', 'Investment'), ('layoff', 'Layoff'), ('reorganisation', 'Reorganisation'), ('offer_declined', 'Offer declined'), ('other', 'Other')], help_text='The kind of event.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalnewsevent',
                name='summary',
                field=talentwatch.records.fields.MultiLineField(help_text='What the sources say and nothing more, in two or three sentences of our own.'),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='confidence',
                field=models.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('disputed', 'Disputed'), ('refuted', 'Refuted'), ('unsourced', 'Without a source')], default='unsourced', editable=False, help_text='Derived from the stances of the citations and the independence of their publishers.', max_length=10),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='employments',
                field=models.ManyToManyField(blank=True, help_text='The jobs that began, changed or ended with it.', related_name='events', to='people.employment'),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='headline',
                field=talentwatch.records.fields.SingleLineField(help_text='What happened, in our own words. The stance of each source refers to this sentence.', max_length=200),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='kind',
                field=models.CharField(choices=[('departure', 'Departure'), ('hire', 'Hire'), ('founding', 'Founding'), ('role_change', 'Change of role'), ('return', 'Return'), ('acquisition', 'Acquisition'), ('investment', 'Investment'), ('layoff', 'Layoff'), ('reorganisation', 'Reorganisation'), ('offer_declined', 'Offer declined'), ('other', 'Other')], help_text='The kind of event.', max_length=20),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='organizations',
                field=models.ManyToManyField(blank=True, help_text='The organizations it is about.', related_name='events', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='people',
                field=models.ManyToManyField(blank=True, help_text='The people it is about. Search by any name, in any script.', related_name='events', to='people.person'),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='summary',
                field=talentwatch.records.fields.MultiLineField(help_text='What the sources say and nothing more, in two or three sentences of our own.'),
            ),
            migrations.AlterConstraint(
                model_name='citation',
                name='citation_once_per_source',
                constraint=models.UniqueConstraint(fields=('event', 'source'), name='citation_once_per_source', violation_error_message='This source is already cited: edit that citation.'),
            ),
            migrations.AlterConstraint(
                model_name='newsevent',
                name='newsevent_date_is_bounded',
                constraint=models.CheckConstraint(condition=models.Q(('date_earliest__isnull', False), ('date_latest__isnull', False)), name='newsevent_date_is_bounded', violation_error_message='An event needs a date with an earliest and a latest day; “2023” is enough.'),
            ),
            migrations.AlterConstraint(
                model_name='newsevent',
                name='newsevent_date_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_earliest__isnull', True), ('date_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('date_latest__isnull', True), ('date_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='newsevent_date_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
        ]),
    ]
