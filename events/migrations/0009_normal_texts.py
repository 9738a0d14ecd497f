"""Texts and codes are stored in one normal form (talentwatch/text.py): rows of before are brought into it."""

import django.core.validators
import events.models.currencies
import people.models.name
import talentwatch.records.fields
from django.db import migrations

from talentwatch.records.migration_operations import AlterTexts
from talentwatch.records.normal_form import normalise_rows


def normalise(apps, schema_editor):
    normalise_rows(apps, "events")


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_quotes'),
    ]

    operations = [
        # Only what Python does with them differs: the columns stay as they are.
        AlterTexts([
            migrations.AlterField(
                model_name='citation',
                name='quote_language',
                field=people.models.name.LanguageField(blank=True, default='', help_text='The language of the quote; empty means that of the source. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalnewsevent',
                name='currency',
                field=talentwatch.records.fields.UpperCaseField(blank=True, default='', help_text='The currency of the amount: an ISO 4217 code, such as USD, EUR or CNY.', max_length=3, validators=[events.models.currencies.check_currency]),
            ),
            migrations.AlterField(
                model_name='newsevent',
                name='currency',
                field=talentwatch.records.fields.UpperCaseField(blank=True, default='', help_text='The currency of the amount: an ISO 4217 code, such as USD, EUR or CNY.', max_length=3, validators=[events.models.currencies.check_currency]),
            ),
        ]),
        migrations.RunPython(normalise, migrations.RunPython.noop, elidable=True),
    ]
