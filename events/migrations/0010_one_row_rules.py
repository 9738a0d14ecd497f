"""The rules that one row can show are kept by the database."""

import django.db.models.functions.text
import talentwatch.records.constraints
import django.db.models.lookups
from django.db import migrations, models

from talentwatch.records.checked_migrations import checked


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0009_normal_texts'),
        ('people', '0013_one_row_rules'),
    ]

    operations = checked("events", [
        migrations.AddConstraint(
            model_name='citation',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('quote'), 300)), name='citation_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('quote_language', ''), ('quote_language__glob', '[a-z][a-z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[0-9][0-9][0-9]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[A-Z][A-Z]'), ('quote_language__glob', '[a-z][a-z][a-z]-[A-Z][a-z][a-z][a-z]-[0-9][0-9][0-9]'), _connector='OR'), name='citation_quote_language_form', violation_error_message='Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.'),
        ),
        migrations.AddConstraint(
            model_name='newsevent',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='newsevent_merged_into_not_itself', violation_error_message="A record can't be merged into itself."),
        ),
        migrations.AddConstraint(
            model_name='newsevent',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(('slug__glob', '[a-z0-9]*'), models.Q(('slug__glob', '*[^a-z0-9-]*'), ('slug__glob', '*--*'), ('slug__glob', '*-'), _connector='OR', _negated=True)), name='newsevent_slug_form', violation_error_message='Use lower-case letters a–z, digits and single hyphens between them.'),
        ),
        migrations.AddConstraint(
            model_name='newsevent',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='newsevent_version_from_one', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='newsevent',
            constraint=talentwatch.records.constraints.StoredCheck(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('headline'), 200), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 10000)), name='newsevent_texts_fit', violation_error_message='A text is too long for its field.'),
        ),
        migrations.AddConstraint(
            model_name='newsevent',
            constraint=models.CheckConstraint(condition=models.Q(('headline__glob', '*[^ ]*')), name='newsevent_headline_not_blank', violation_error_message='Enter at least one visible character.'),
        ),
    ])
