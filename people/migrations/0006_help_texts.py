"""Help texts that say it better; the database keeps nothing of them."""

import django.db.models.deletion
import django.utils.timezone
import talentwatch.records.fields
from django.db import migrations, models
from talentwatch.records.migration_operations import AlterTexts


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_address_keys'),
    ]

    operations = [
        AlterTexts([
            migrations.AlterField(
                model_name='claim',
                name='slug',
                field=talentwatch.records.fields.PublicIdField(editable=False, help_text='The slugs of its post and of its source.', max_length=402, unique=True),
            ),
            migrations.AlterField(
                model_name='claim',
                name='updated_at',
                field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, help_text='When what it says last changed.'),
            ),
            migrations.AlterField(
                model_name='employment',
                name='role',
                field=models.CharField(choices=[('founder', 'Founder'), ('executive', 'Executive'), ('lead', 'Lead'), ('research', 'Research'), ('engineering', 'Engineering'), ('product', 'Product'), ('policy', 'Policy'), ('advisor', 'Advisor'), ('board', 'Board'), ('student', 'Student'), ('other', 'Other')], default='other', help_text='The sort of work; the exact title goes into Title.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='slug',
                field=talentwatch.records.fields.PublicIdField(db_index=True, editable=False, help_text='The slugs of its post and of its source.', max_length=402),
            ),
            migrations.AlterField(
                model_name='historicalclaim',
                name='updated_at',
                field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, help_text='When what it says last changed.'),
            ),
            migrations.AlterField(
                model_name='historicalemployment',
                name='role',
                field=models.CharField(choices=[('founder', 'Founder'), ('executive', 'Executive'), ('lead', 'Lead'), ('research', 'Research'), ('engineering', 'Engineering'), ('product', 'Product'), ('policy', 'Policy'), ('advisor', 'Advisor'), ('board', 'Board'), ('student', 'Student'), ('other', 'Other')], default='other', help_text='The sort of work; the exact title goes into Title.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='kind',
                field=models.CharField(choices=[('company', 'Company'), ('startup', 'Start-up'), ('lab', 'Laboratory'), ('university', 'University'), ('government', 'Government'), ('nonprofit', 'Non-profit'), ('media', 'Media'), ('team', 'Team')], help_text='The sort of organization.', max_length=20),
            ),
            migrations.AlterField(
                model_name='historicalorganization',
                name='parent',
                field=models.ForeignKey(blank=True, db_constraint=False, help_text='The organization that this one is a part of. A query for the parent finds its parts too.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organization'),
            ),
            migrations.AlterField(
                model_name='organization',
                name='kind',
                field=models.CharField(choices=[('company', 'Company'), ('startup', 'Start-up'), ('lab', 'Laboratory'), ('university', 'University'), ('government', 'Government'), ('nonprofit', 'Non-profit'), ('media', 'Media'), ('team', 'Team')], help_text='The sort of organization.', max_length=20),
            ),
            migrations.AlterField(
                model_name='organization',
                name='parent',
                field=models.ForeignKey(blank=True, help_text='The organization that this one is a part of. A query for the parent finds its parts too.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.organization'),
            ),
        ]),
    ]
