"""Texts and codes are stored in one normal form (talentwatch/text.py): rows of before are brought into it."""

import django.core.validators
import people.models.countries
import people.models.name
import people.models.person
import talentwatch.records.fields
from django.db import migrations

from talentwatch.matching.addresses import address_key
from talentwatch.records.migration_operations import AlterTexts
from talentwatch.records.normal_form import normalise_rows


def normalise(apps, schema_editor):
    normalise_rows(apps, "people")
    Source = apps.get_model("people", "Source")
    for pk, url, key in Source._base_manager.exclude(url="").values_list("pk", "url", "url_key"):
        if key != address_key(url):
            Source._base_manager.filter(pk=pk).update(url_key=address_key(url))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_founded_from_the_year_1000'),
    ]

    operations = [
        # Only what Python does with them differs: the columns stay as they are.
        AlterTexts([
            migrations.AlterField(
                model_name='claim',
                name='quote_language',
                field=people.models.name.LanguageField(blank=True, default='', help_text='The language of the quote; empty means that of the source. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='country',
                field=talentwatch.records.fields.UpperCaseField(blank=True, default='', help_text='ISO 3166-1 alpha-2 code, such as US, FR or CN.', max_length=2, validators=[people.models.countries.check_country]),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='wikidata_id',
                field=people.models.person.WikidataField(blank=True, default='', help_text='Such as Q42, or its address.', max_length=20, validators=[django.core.validators.RegexValidator('\\AQ[1-9][0-9]*\\Z', 'Enter a Wikidata item such as Q42.')], verbose_name='Wikidata item'),
            ),
            migrations.AlterField(
                model_name='historicalorganizationname',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalperson',
                name='orcid',
                field=people.models.person.OrcidField(blank=True, default='', help_text='Such as 0000-0002-1825-0097, or its address.', max_length=19, validators=[django.core.validators.RegexValidator('\\A([0-9]{4}-){3}[0-9]{3}[0-9X]\\Z', 'Enter an ORCID iD such as 0000-0002-1825-0097.'), people.models.person.check_orcid], verbose_name='ORCID iD'),
            ),
            migrations.AlterField(
                model_name='historicalperson',
                name='wikidata_id',
                field=people.models.person.WikidataField(blank=True, default='', help_text='Such as Q42, or its address.', max_length=20, validators=[django.core.validators.RegexValidator('\\AQ[1-9][0-9]*\\Z', 'Enter a Wikidata item such as Q42.')], verbose_name='Wikidata item'),
            ),
            migrations.AlterField(
                model_name='historicalpersonname',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='historicalsource',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of the text. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='organization',
                name='country',
                field=talentwatch.records.fields.UpperCaseField(blank=True, default='', help_text='ISO 3166-1 alpha-2 code, such as US, FR or CN.', max_length=2, validators=[people.models.countries.check_country]),
            ),
            migrations.AlterField(
                model_name='organization',
                name='wikidata_id',
                field=people.models.person.WikidataField(blank=True, default='', help_text='Such as Q42, or its address.', max_length=20, validators=[django.core.validators.RegexValidator('\\AQ[1-9][0-9]*\\Z', 'Enter a Wikidata item such as Q42.')], verbose_name='Wikidata item'),
            ),
            migrations.AlterField(
                model_name='organizationname',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='person',
                name='orcid',
                field=people.models.person.OrcidField(blank=True, default='', help_text='Such as 0000-0002-1825-0097, or its address.', max_length=19, validators=[django.core.validators.RegexValidator('\\A([0-9]{4}-){3}[0-9]{3}[0-9X]\\Z', 'Enter an ORCID iD such as 0000-0002-1825-0097.'), people.models.person.check_orcid], verbose_name='ORCID iD'),
            ),
            migrations.AlterField(
                model_name='person',
                name='wikidata_id',
                field=people.models.person.WikidataField(blank=True, default='', help_text='Such as Q42, or its address.', max_length=20, validators=[django.core.validators.RegexValidator('\\AQ[1-9][0-9]*\\Z', 'Enter a Wikidata item such as Q42.')], verbose_name='Wikidata item'),
            ),
            migrations.AlterField(
                model_name='personname',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of this spelling. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
            migrations.AlterField(
                model_name='source',
                name='language',
                field=people.models.name.LanguageField(help_text='The language of the text. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
            ),
        ]),
        migrations.RunPython(normalise, migrations.RunPython.noop, elidable=True),
    ]
