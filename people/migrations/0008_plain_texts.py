"""Help texts, labels and messages in plain English; the database stores none of them."""

import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import people.models.countries
import talentwatch.records.fields
from django.db import migrations, models
from talentwatch.records.migration_operations import AlterTexts


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_known_countries'),
    ]

    operations = [
        AlterTexts([
            migrations.AlterField(
                model_name='claim',
                name='end_state',
                field=models.CharField(choices=[('ongoing', 'Ongoing'), ('ended', 'Ended'), ('unknown', 'Unknown')], default='unknown', help_text='“Ended” needs an end. If no source says when, enter “by” and the date of the first report that it is over.', max_length=10),
            ),
            migrations.AlterField(
                model_name='claim',
                name='note',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text="For the desk. Readers don't see it."),
            ),
            migrations.AlterField(
                model_name='claim',
                name='slug',
                field=talentwatch.records.fields.PublicIdField(editable=False, help_text='The slugs of its employment and its source.', max_length=402, unique=True),
            ),
            migrations.AlterField(
                model_name='claim',
                name='source',
                field=models.ForeignKey(help_text='The article or statement that says so.', on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.source'),
            ),
            migrations.AlterField(
                model_name='claim',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text="Announced: the person or the organization says so. Denied: the source says it isn't so.", max_length=10),
            ),
            migrations.AlterField(
                model_name='claim',
                name='stated_months',
                field=models.PositiveSmallIntegerField(blank=True, help_text='Length of service in months, if the source states it: “6 years 7 months” is 79.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1200)]),
            ),
            migrations.AlterField(
                model_name='claim',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The job title, in English.', max_length=200),
            ),
            migrations.AlterField(
                model_name='claim',
                name='updated_at',
                field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, help_text='When the claim last changed.'),
            ),
            migrations.AlterField(
                model_name='cohort',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='Who is on the list, in a sentence of our own.'),
            ),
            migrations.AlterField(
                model_name='cohort',
                name='expected_size',
                field=models.PositiveSmallIntegerField(help_text='How many people the source counts, even if not all of them are named or public.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)]),
            ),
            migrations.AlterField(
                model_name='cohort',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name of the list.', max_length=200),
            ),
            migrations.AlterField(
                model_name='cohort',
                name='source',
                field=models.ForeignKey(help_text='The source that lists these people together.', on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='people.source'),
            ),
            migrations.AlterField(
                model_name='cohortmember',
                name='name_as_listed',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The name as the source writes it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='cohortmember',
                name='person',
                field=models.ForeignKey(help_text='Search by any name, in any script.', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person'),
            ),
            migrations.AlterField(
                model_name='cohortmember',
                name='position',
                field=models.PositiveSmallIntegerField(blank=True, help_text='Position on the list, counted from 1, if it is ordered.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)]),
            ),
            migrations.AlterField(
                model_name='employment',
                name='came_from',
                field=models.ForeignKey(blank=True, help_text='The job that the same person left for this one. Fill it in only if a source says so.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='people.employment'),
            ),
            migrations.AlterField(
                model_name='employment',
                name='confidence',
                field=models.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('disputed', 'Disputed'), ('refuted', 'Refuted'), ('unsourced', 'Without a source')], default='unsourced', editable=False, help_text='Derived from the stances of the claims and the independence of their publishers.', max_length=10),
            ),
            migrations.AlterField(
                model_name='employment',
                name='end_state',
                field=models.CharField(choices=[('ongoing', 'Ongoing'), ('ended', 'Ended'), ('unknown', 'Unknown')], default='unknown', help_text='“Ended” needs an end. If no source says when, enter “by” and the date of the first report that it is over.', max_length=10),
            ),
            migrations.AlterField(
                model_name='employment',
                name='has_conflict',
                field=models.BooleanField(default=False, editable=False, help_text='A claim contradicts what is concluded here.'),
            ),
            migrations.AlterField(
                model_name='employment',
                name='note',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text="For the desk: the reasons for this conclusion. Readers don't see it."),
            ),
            migrations.AlterField(
                model_name='employment',
                name='organization',
                field=models.ForeignKey(help_text='The unit if sources name one (FAIR, Google DeepMind), otherwise the whole organization.', on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='employment',
                name='person',
                field=models.ForeignKey(help_text='Search by any name, in any script.', on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='people.person'),
            ),
            migrations.AlterField(
                model_name='employment',
                name='role',
                field=models.CharField(choices=[('founder', 'Founder'), ('executive', 'Executive'), ('lead', 'Lead'), ('research', 'Research'), ('engineering', 'Engineering'), ('product', 'Product'), ('policy', 'Policy'), ('advisor', 'Advisor'), ('board', 'Board'), ('student', 'Student'), ('other', 'Other')], default='other', help_text='The kind of work. The exact job title goes into “Title”.', max_length=20),
            ),
            migrations.AlterField(
                model_name='employment',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The job title, in English.', max_length=200),
            ),
            migrations.AlterField(
                model_name='employment',
                name='verified_from',
                field=models.DateField(blank=True, editable=False, help_text='The first day on which a source places the person in this job.', null=True),
            ),
            migrations.AlterField(
                model_name='employment',
                name='verified_on',
                field=models.DateField(blank=True, editable=False, help_text='The last day on which a source places the person in this job.', null=True),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='end_state',
                field=models.CharField(choices=[('ongoing', 'Ongoing'), ('ended', 'Ended'), ('unknown', 'Unknown')], default='unknown', help_text='“Ended” needs an end. If no source says when, enter “by” and the date of the first report that it is over.', max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='note',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text="For the desk. Readers don't see it."),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='slug',
                field=talentwatch.records.fields.PublicIdField(db_index=True, editable=False, help_text='The slugs of its employment and its source.', max_length=402),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='source',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The article or statement that says so.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.source'),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text="Announced: the person or the organization says so. Denied: the source says it isn't so.", max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='stated_months',
                field=models.PositiveSmallIntegerField(blank=True, help_text='Length of service in months, if the source states it: “6 years 7 months” is 79.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1200)]),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The job title, in English.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='updated_at',
                field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, help_text='When the claim last changed.'),
            ),
            migrations.AlterField(
                model_name='historicalcohort',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='Who is on the list, in a sentence of our own.'),
            ),
            migrations.AlterField(
                model_name='historicalcohort',
                name='expected_size',
                field=models.PositiveSmallIntegerField(help_text='How many people the source counts, even if not all of them are named or public.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)]),
            ),
            migrations.AlterField(
                model_name='historicalcohort',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name of the list.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalcohort',
                name='source',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The source that lists these people together.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.source'),
            ),
            migrations.AlterField(
                model_name='historicalcohortmember',
                name='name_as_listed',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The name as the source writes it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalcohortmember',
                name='person',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='Search by any name, in any script.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person'),
            ),
            migrations.AlterField(
                model_name='historicalcohortmember',
                name='position',
                field=models.PositiveSmallIntegerField(blank=True, help_text='Position on the list, counted from 1, if it is ordered.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)]),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='came_from',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The job that the same person left for this one. Fill it in only if a source says so.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.employment'),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='confidence',
                field=models.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('disputed', 'Disputed'), ('refuted', 'Refuted'), ('unsourced', 'Without a source')], default='unsourced', editable=False, help_text='Derived from the stances of the claims and the independence of their publishers.', max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='end_state',
                field=models.CharField(choices=[('ongoing', 'Ongoing'), ('ended', 'Ended'), ('unknown', 'Unknown')], default='unknown', help_text='“Ended” needs an end. If no source says when, enter “by” and the date of the first report that it is over.', max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='has_conflict',
                field=models.BooleanField(default=False, editable=False, help_text='A claim contradicts what is concluded here.'),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='note',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text="For the desk: the reasons for this conclusion. Readers don't see it."),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='organization',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The unit if sources name one (FAIR, Google DeepMind), otherwise the whole organization.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='person',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='Search by any name, in any script.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person'),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='role',
                field=models.CharField(choices=[('founder', 'Founder'), ('executive', 'Executive'), ('lead', 'Lead'), ('research', 'Research'), ('engineering', 'Engineering'), ('product', 'Product'), ('policy', 'Policy'), ('advisor', 'Advisor'), ('board', 'Board'), ('student', 'Student'), ('other', 'Other')], default='other', help_text='The kind of work. The exact job title goes into “Title”.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The job title, in English.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='verified_from',
                field=models.DateField(blank=True, editable=False, help_text='The first day on which a source places the person in this job.', null=True),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='verified_on',
                field=models.DateField(blank=True, editable=False, help_text='The last day on which a source places the person in this job.', null=True),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='country',
                field=models.CharField(blank=True, default='', help_text='ISO 3166-1 alpha-2 code, such as US, FR or CN.', max_length=2, validators=[people.models.countries.check_country]),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='One or two sentences for readers, in our own words.'),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='kind',
                field=models.CharField(choices=[('company', 'Company'), ('startup', 'Start-up'), ('lab', 'Laboratory'), ('university', 'University'), ('government', 'Government'), ('nonprofit', 'Non-profit'), ('media', 'Media'), ('team', 'Team')], help_text='The kind of organization.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in Latin letters, as readers see it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='parent',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The organization that this one is part of. A search for the parent includes its parts.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='website',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text="The organization's website: an http or https address.", max_length=1000),
            ),
            migrations.AlterField(
                model_name='historicalorganizationname',
                name='kind',
                field=models.CharField(choices=[('alias', 'Alias'), ('former', 'Former name'), ('transliteration', 'Transliteration'), ('native', 'Native script'), ('abbreviation', 'Abbreviation'), ('initials', 'With initials'), ('misspelling', 'Misspelling (for search only)')], default='alias', help_text='Misspellings help people find the record; readers never see them.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalorganizationname',
                name='language',
                field=models.CharField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalorganizationname',
                name='text',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in its own script.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalperson',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='One or two sentences for readers, in our own words.'),
            ),
            migrations.AlterField(
                model_name='historicalperson',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in Latin letters, as readers see it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalperson',
                name='website',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text="The person's website: an http or https address.", max_length=1000),
            ),
            migrations.AlterField(
                model_name='historicalpersonname',
                name='kind',
                field=models.CharField(choices=[('alias', 'Alias'), ('former', 'Former name'), ('transliteration', 'Transliteration'), ('native', 'Native script'), ('abbreviation', 'Abbreviation'), ('initials', 'With initials'), ('misspelling', 'Misspelling (for search only)')], default='alias', help_text='Misspellings help people find the record; readers never see them.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalpersonname',
                name='language',
                field=models.CharField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalpersonname',
                name='text',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in its own script.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='archive_url',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text='The web address of an archived copy.', max_length=1000),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='derived_from',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The source that this one repeats. Five papers that repeat one report count as one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.source'),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='kind',
                field=models.CharField(choices=[('statement', 'Statement'), ('report', 'Report'), ('interview', 'Interview'), ('aggregator', 'Aggregator')], default='report', help_text='The kind of text.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='language',
                field=models.CharField(help_text='The language of the text. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='publisher',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The publisher, such as Fortune or Calcalist.', max_length=200),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The headline as published, in its original language.', max_length=300),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='url',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text='The web address of the article, http or https.', max_length=1000),
            ),
            migrations.AlterField(
                model_name='move',
                name='confidence',
                field=models.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('disputed', 'Disputed'), ('refuted', 'Refuted'), ('unsourced', 'Without a source')], help_text='The lower confidence of its two employments.', max_length=10),
            ),
            migrations.AlterField(
                model_name='move',
                name='destination',
                field=models.ForeignKey(blank=True, help_text='The organization they join; empty if not known.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='joiners', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='move',
                name='destination_employment',
                field=models.OneToOneField(blank=True, help_text='The job they start.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='arriving', to='people.employment'),
            ),
            migrations.AlterField(
                model_name='move',
                name='destination_group',
                field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='Top-level organization of the destination: its slug, or ~ if not known.', max_length=200),
            ),
            migrations.AlterField(
                model_name='move',
                name='destination_unit',
                field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='Destination: its slug, or ~ if not known.', max_length=200),
            ),
            migrations.AlterField(
                model_name='move',
                name='gap_max',
                field=models.IntegerField(blank=True, help_text='The most days between the two jobs; negative if they overlap.', null=True),
            ),
            migrations.AlterField(
                model_name='move',
                name='gap_min',
                field=models.IntegerField(blank=True, help_text='The fewest days between the two jobs; negative if they overlap.', null=True),
            ),
            migrations.AlterField(
                model_name='move',
                name='kind',
                field=models.CharField(choices=[('departure', 'Departure'), ('internal', 'Within one organization'), ('return', 'Return'), ('founding', 'Founding'), ('arrival', 'Arrival'), ('move', 'Move')], help_text='The kind of move.', max_length=10),
            ),
            migrations.AlterField(
                model_name='move',
                name='origin',
                field=models.ForeignKey(blank=True, help_text='The organization they leave; empty if not known.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='leavers', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='move',
                name='origin_employment',
                field=models.OneToOneField(blank=True, help_text='The job they leave.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='leaving', to='people.employment'),
            ),
            migrations.AlterField(
                model_name='move',
                name='origin_group',
                field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='Top-level organization of the origin: its slug, or ~ if not known.', max_length=200),
            ),
            migrations.AlterField(
                model_name='move',
                name='origin_unit',
                field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='Origin: its slug, or ~ if not known.', max_length=200),
            ),
            migrations.AlterField(
                model_name='move',
                name='person',
                field=models.ForeignKey(help_text='The person who moves.', on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='people.person'),
            ),
            migrations.AlterField(
                model_name='move',
                name='updated_at',
                field=models.DateTimeField(db_index=True, help_text='When the later of its two employments last changed.'),
            ),
            migrations.AlterField(
                model_name='organization',
                name='country',
                field=models.CharField(blank=True, default='', help_text='ISO 3166-1 alpha-2 code, such as US, FR or CN.', max_length=2, validators=[people.models.countries.check_country]),
            ),
            migrations.AlterField(
                model_name='organization',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='One or two sentences for readers, in our own words.'),
            ),
            migrations.AlterField(
                model_name='organization',
                name='kind',
                field=models.CharField(choices=[('company', 'Company'), ('startup', 'Start-up'), ('lab', 'Laboratory'), ('university', 'University'), ('government', 'Government'), ('nonprofit', 'Non-profit'), ('media', 'Media'), ('team', 'Team')], help_text='The kind of organization.', max_length=20),
            ),
            migrations.AlterField(
                model_name='organization',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in Latin letters, as readers see it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='organization',
                name='parent',
                field=models.ForeignKey(blank=True, help_text='The organization that this one is part of. A search for the parent includes its parts.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='organization',
                name='website',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text="The organization's website: an http or https address.", max_length=1000),
            ),
            migrations.AlterField(
                model_name='organizationname',
                name='kind',
                field=models.CharField(choices=[('alias', 'Alias'), ('former', 'Former name'), ('transliteration', 'Transliteration'), ('native', 'Native script'), ('abbreviation', 'Abbreviation'), ('initials', 'With initials'), ('misspelling', 'Misspelling (for search only)')], default='alias', help_text='Misspellings help people find the record; readers never see them.', max_length=20),
            ),
            migrations.AlterField(
                model_name='organizationname',
                name='language',
                field=models.CharField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='organizationname',
                name='text',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in its own script.', max_length=200),
            ),
            migrations.AlterField(
                model_name='person',
                name='description',
                field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text='One or two sentences for readers, in our own words.'),
            ),
            migrations.AlterField(
                model_name='person',
                name='name',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in Latin letters, as readers see it.', max_length=200),
            ),
            migrations.AlterField(
                model_name='person',
                name='website',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text="The person's website: an http or https address.", max_length=1000),
            ),
            migrations.AlterField(
                model_name='personname',
                name='kind',
                field=models.CharField(choices=[('alias', 'Alias'), ('former', 'Former name'), ('transliteration', 'Transliteration'), ('native', 'Native script'), ('abbreviation', 'Abbreviation'), ('initials', 'With initials'), ('misspelling', 'Misspelling (for search only)')], default='alias', help_text='Misspellings help people find the record; readers never see them.', max_length=20),
            ),
            migrations.AlterField(
                model_name='personname',
                name='language',
                field=models.CharField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='personname',
                name='text',
                field=talentwatch.records.fields.SingleLineField(help_text='The name in its own script.', max_length=200),
            ),
            migrations.AlterField(
                model_name='source',
                name='archive_url',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text='The web address of an archived copy.', max_length=1000),
            ),
            migrations.AlterField(
                model_name='source',
                name='derived_from',
                field=models.ForeignKey(blank=True, help_text='The source that this one repeats. Five papers that repeat one report count as one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repetitions', to='people.source'),
            ),
            migrations.AlterField(
                model_name='source',
                name='kind',
                field=models.CharField(choices=[('statement', 'Statement'), ('report', 'Report'), ('interview', 'Interview'), ('aggregator', 'Aggregator')], default='report', help_text='The kind of text.', max_length=20),
            ),
            migrations.AlterField(
                model_name='source',
                name='language',
                field=models.CharField(help_text='The language of the text. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='source',
                name='publisher',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The publisher, such as Fortune or Calcalist.', max_length=200),
            ),
            migrations.AlterField(
                model_name='source',
                name='title',
                field=talentwatch.records.fields.SingleLineField(blank=True, default='', help_text='The headline as published, in its original language.', max_length=300),
            ),
            migrations.AlterField(
                model_name='source',
                name='url',
                field=talentwatch.records.fields.WebAddressField(blank=True, default='', help_text='The web address of the article, http or https.', max_length=1000),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_starts_before_it_ends',
                constraint=models.CheckConstraint(condition=models.Q(('start_earliest__isnull', True), ('end_latest__isnull', True), ('start_earliest__lte', models.F('end_latest')), _connector='OR'), name='claim_starts_before_it_ends', violation_error_message="A job can't end before it starts."),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_ended_has_an_end',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_state', 'ended'), _negated=True), ('end_latest__isnull', False), _connector='OR'), name='claim_ended_has_an_end', violation_error_message='An ended job needs the latest day it can have ended; “by 30 June 2023” is enough.'),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_only_ended_has_an_end',
                constraint=models.CheckConstraint(condition=models.Q(('end_state', 'ended'), models.Q(('end_earliest__isnull', True), ('end_latest__isnull', True)), _connector='OR'), name='claim_only_ended_has_an_end', violation_error_message='Only a job that ended has an end: set the end state to “ended”, or clear the end.'),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_once_per_source',
                constraint=models.UniqueConstraint(fields=('employment', 'source'), name='claim_once_per_source', violation_error_message='This source already has a claim on this job: edit that one.'),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_start_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('start_earliest__isnull', True), ('start_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('start_latest__isnull', True), ('start_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='claim_start_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_end_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_earliest__isnull', True), ('end_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('end_latest__isnull', True), ('end_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='claim_end_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='claim',
                name='claim_states_a_length',
                constraint=models.CheckConstraint(condition=models.Q(('stated_months__isnull', True), ('stated_months__range', (1, 1200)), _connector='OR'), name='claim_states_a_length', violation_error_message='Enter a length of service from 1 to 1,200 months.'),
            ),
            migrations.AlterConstraint(
                model_name='cohortmember',
                name='cohortmember_once',
                constraint=models.UniqueConstraint(fields=('cohort', 'person'), name='cohortmember_once', violation_error_message='This person is already on the list.'),
            ),
            migrations.AlterConstraint(
                model_name='cohortmember',
                name='cohortmember_position_once',
                constraint=models.UniqueConstraint(fields=('cohort', 'position'), name='cohortmember_position_once', violation_error_message='Another person has this position on the list.'),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_starts_before_it_ends',
                constraint=models.CheckConstraint(condition=models.Q(('start_earliest__isnull', True), ('end_latest__isnull', True), ('start_earliest__lte', models.F('end_latest')), _connector='OR'), name='employment_starts_before_it_ends', violation_error_message="A job can't end before it starts."),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_ended_has_an_end',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_state', 'ended'), _negated=True), ('end_latest__isnull', False), _connector='OR'), name='employment_ended_has_an_end', violation_error_message='An ended job needs the latest day it can have ended; “by 30 June 2023” is enough.'),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_only_ended_has_an_end',
                constraint=models.CheckConstraint(condition=models.Q(('end_state', 'ended'), models.Q(('end_earliest__isnull', True), ('end_latest__isnull', True)), _connector='OR'), name='employment_only_ended_has_an_end', violation_error_message='Only a job that ended has an end: set the end state to “ended”, or clear the end.'),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_left_for_one',
                constraint=models.UniqueConstraint(fields=('came_from',), name='employment_left_for_one', violation_error_message='Another employment already came from this one.'),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_start_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('start_earliest__isnull', True), ('start_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('start_latest__isnull', True), ('start_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='employment_start_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='employment',
                name='employment_end_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_earliest__isnull', True), ('end_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('end_latest__isnull', True), ('end_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='employment_end_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='move',
                name='move_has_a_post',
                constraint=models.CheckConstraint(condition=models.Q(('origin_employment__isnull', False), ('destination_employment__isnull', False), _connector='OR'), name='move_has_a_post', violation_error_message='A move needs an origin employment, a destination employment, or both.'),
            ),
            migrations.AlterConstraint(
                model_name='organization',
                name='organization_founded_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('founded_earliest__isnull', True), ('founded_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('founded_latest__isnull', True), ('founded_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='organization_founded_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='organization',
                name='organization_dissolved_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('dissolved_earliest__isnull', True), ('dissolved_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('dissolved_latest__isnull', True), ('dissolved_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='organization_dissolved_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
            migrations.AlterConstraint(
                model_name='organizationname',
                name='organizationname_once',
                constraint=models.UniqueConstraint(fields=('organization', 'text', 'language'), name='organizationname_once', violation_error_message='This organization already has this name in this language.'),
            ),
            migrations.AlterConstraint(
                model_name='personname',
                name='personname_once',
                constraint=models.UniqueConstraint(fields=('person', 'text', 'language'), name='personname_once', violation_error_message='This person already has this name in this language.'),
            ),
            migrations.AlterConstraint(
                model_name='source',
                name='source_url_once',
                constraint=models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('url',), name='source_url_once', violation_error_message='There is already a source with this address.'),
            ),
            migrations.AlterConstraint(
                model_name='source',
                name='source_published_in_calendar',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_earliest__isnull', True), ('published_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('published_latest__isnull', True), ('published_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='source_published_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
            ),
        ]),
    ]
