"""The passage that a citation rests on, for the desk alone; history has no column for it."""


import django.core.validators
import talentwatch.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_parts_of_organizations'),
        ('people', '0011_founded_from_the_year_1000'),
    ]

    operations = [
        migrations.AddField(
            model_name='citation',
            name='quote',
            field=talentwatch.records.fields.MultiLineField(blank=True, default='', help_text="For the desk: the passage that says so, at most 300 characters. Readers don't see it.", max_length=300, validators=[django.core.validators.MaxLengthValidator(300)]),
        ),
        migrations.AddField(
            model_name='citation',
            name='quote_language',
            field=models.CharField(blank=True, default='', help_text='The language of the quote; empty means that of the source. BCP 47: it, de, he, zh-Hans, pt-BR.', max_length=12, validators=[django.core.validators.RegexValidator('\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z', 'Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR.')]),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quote', ''), ('quote_language', '')), models.Q(models.Q(('quote', ''), _negated=True), models.Q(('quote_language', ''), _negated=True)), _connector='OR'), name='citation_quote_has_a_language', violation_error_message='A quote needs its language, such as he or zh-Hans; without a quote, leave that empty.'),
        ),
    ]
