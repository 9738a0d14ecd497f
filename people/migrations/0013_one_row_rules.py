"""The rules that one row can show are kept by the database."""

import datetime
import django.db.models.functions.text
import talentwatch.records.constraints
import django.db.models.lookups
from django.db import migrations, models

from talentwatch.records.checked_migrations import checked


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_normal_texts'),
    ]

    operations = checked("people", [
        migrations.AddConstraint(
            model_name='claim',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 402), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 10000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('quote'), 300)), name='claim_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__glob', '*[^a-z0-9-]*'), _negated=True)), name='claim_slug_form', violation_error_message='A public identifier consists of lower-case letters, digits and hyphens.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('quote_language', ''), ('quote_language__glob', '[a-z][a-z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), _connector='OR'), name='claim_quote_language_form', violation_error_message='Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='cohort_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='cohort_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='cohort_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 10000)), name='cohort_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('name__glob', '*[^ ]*')), name='cohort_name_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('expected_size__lte', 10000)), name='cohort_size_in_range', violation_error_message='A cohort has at most 10,000 members.'),
        ),
        migrations.AddConstraint(
            model_name='cohortmember',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name_as_listed'), 200)), name='cohortmember_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='cohortmember',
            constraint=models.CheckConstraint(condition=models.Q(('position__isnull', True), ('position__lte', 10000), _connector='OR'), name='cohortmember_position_in_range', violation_error_message='Positions count to 10,000.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='employment_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='employment_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='employment_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 10000)), name='employment_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='employment',
            constraint=models.CheckConstraint(condition=models.Q(('came_from__isnull', True), models.Q(('came_from', models.F('id')), _negated=True), _connector='OR'), name='employment_came_from_not_itself', violation_error_message="A job can't have come from itself."),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_earliest__isnull', True), ('date_earliest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), models.Q(('date_latest__isnull', True), ('date_latest__range', (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))), _connector='OR')), name='move_date_in_calendar', violation_error_message='Enter a date in the years 1900 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__glob', '*[^a-z0-9-]*'), _negated=True)), name='move_slug_form', violation_error_message='A public identifier consists of lower-case letters, digits and hyphens.'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('gap_min__isnull', True), ('gap_max__isnull', True), ('gap_min__lte', models.F('gap_max')), _connector='OR'), name='move_gap_in_order', violation_error_message="The fewest days between two jobs can't be more than the most."),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='organization_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='organization_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='organization_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('name__glob', '*[^ ]*')), name='organization_name_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('wikidata_id'), 20), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('website'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 10000)), name='organization_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wikidata_id', ''), ('wikidata_id__glob', 'Q[1-9]*'), _connector='OR'), models.Q(('wikidata_id__glob', 'Q*[^0-9]*'), _negated=True)), name='organization_wikidata_id_form', violation_error_message='Enter a Wikidata item such as Q42.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__glob', '[hH][tT][tT][pP]://*'), ('website__glob', '[hH][tT][tT][pP][sS]://*'), _connector='OR'), name='organization_website_is_http', violation_error_message='Enter a web address that begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='organization_parent_not_itself', violation_error_message="An organization can't be part of itself."),
        ),
        migrations.AddConstraint(
            model_name='organizationname',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 200)), name='organizationname_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='organizationname',
            constraint=models.CheckConstraint(condition=models.Q(('text__glob', '*[^ ]*')), name='organizationname_text_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
        migrations.AddConstraint(
            model_name='organizationname',
            constraint=models.CheckConstraint(condition=models.Q(('language__glob', '[a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), _connector='OR'), name='organizationname_language_form', violation_error_message='Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='person_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='person_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('name__glob', '*[^ ]*')), name='person_name_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('wikidata_id'), 20), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('website'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 10000)), name='person_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wikidata_id', ''), ('wikidata_id__glob', 'Q[1-9]*'), _connector='OR'), models.Q(('wikidata_id__glob', 'Q*[^0-9]*'), _negated=True)), name='person_wikidata_id_form', violation_error_message='Enter a Wikidata item such as Q42.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('orcid', ''), ('orcid__glob', '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9X]'), _connector='OR'), name='person_orcid_form', violation_error_message='Enter an ORCID iD such as 0000-0002-1825-0097.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__glob', '[hH][tT][tT][pP]://*'), ('website__glob', '[hH][tT][tT][pP][sS]://*'), _connector='OR'), name='person_website_is_http', violation_error_message='Enter a web address that begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='personname',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 200)), name='personname_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='personname',
            constraint=models.CheckConstraint(condition=models.Q(('text__glob', '*[^ ]*')), name='personname_text_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
        migrations.AddConstraint(
            model_name='personname',
            constraint=models.CheckConstraint(condition=models.Q(('language__glob', '[a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), _connector='OR'), name='personname_language_form', violation_error_message='Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='source_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='source_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='source_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('url'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('archive_url'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 300), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('publisher'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('author'), 200)), name='source_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__glob', '[hH][tT][tT][pP]://*'), ('url__glob', '[hH][tT][tT][pP][sS]://*'), _connector='OR'), name='source_url_is_http', violation_error_message='Enter a web address that begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('archive_url', ''), ('archive_url__glob', '[hH][tT][tT][pP]://*'), ('archive_url__glob', '[hH][tT][tT][pP][sS]://*'), _connector='OR'), name='source_archive_url_is_http', violation_error_message='Enter a web address that begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('language__glob', '[a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), _connector='OR'), name='source_language_form', violation_error_message='Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('derived_from__isnull', True), models.Q(('derived_from', models.F('id')), _negated=True), _connector='OR'), name='source_derived_from_not_itself', violation_error_message="A source can't repeat itself."),
        ),
    ])
