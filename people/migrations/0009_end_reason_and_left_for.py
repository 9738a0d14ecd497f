"""Why a job ended and what it was left for, as employments and claims say it; moves without a destination carry the latter."""


from django.db import migrations, models

from talentwatch.records.migration_operations import AddTogether


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_plain_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('resigned', 'Resigned'), ('dismissed', 'Dismissed'), ('laid_off', 'Laid off'), ('retired', 'Retired'), ('contract_ended', 'Contract ended'), ('died', 'Died'), ('other', 'Other')], default='', help_text='Why the job ended. Leave it empty if no source says.', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='left_for',
            field=models.CharField(blank=True, choices=[('independent', 'Independent work'), ('own_venture', 'Their own venture'), ('unnamed_employer', 'An employer that nobody names'), ('study', 'Study'), ('leave', 'Leave')], default='', help_text='What the person left the job for, if not for another organization that is known.', max_length=20),
        ),
        migrations.AddField(
            model_name='employment',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('resigned', 'Resigned'), ('dismissed', 'Dismissed'), ('laid_off', 'Laid off'), ('retired', 'Retired'), ('contract_ended', 'Contract ended'), ('died', 'Died'), ('other', 'Other')], default='', help_text='Why the job ended. Leave it empty if no source says.', max_length=20),
        ),
        migrations.AddField(
            model_name='employment',
            name='left_for',
            field=models.CharField(blank=True, choices=[('independent', 'Independent work'), ('own_venture', 'Their own venture'), ('unnamed_employer', 'An employer that nobody names'), ('study', 'Study'), ('leave', 'Leave')], default='', help_text='What the person left the job for, if not for another organization that is known.', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalclaim',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('resigned', 'Resigned'), ('dismissed', 'Dismissed'), ('laid_off', 'Laid off'), ('retired', 'Retired'), ('contract_ended', 'Contract ended'), ('died', 'Died'), ('other', 'Other')], default='', help_text='Why the job ended. Leave it empty if no source says.', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalclaim',
            name='left_for',
            field=models.CharField(blank=True, choices=[('independent', 'Independent work'), ('own_venture', 'Their own venture'), ('unnamed_employer', 'An employer that nobody names'), ('study', 'Study'), ('leave', 'Leave')], default='', help_text='What the person left the job for, if not for another organization that is known.', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalemployment',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('resigned', 'Resigned'), ('dismissed', 'Dismissed'), ('laid_off', 'Laid off'), ('retired', 'Retired'), ('contract_ended', 'Contract ended'), ('died', 'Died'), ('other', 'Other')], default='', help_text='Why the job ended. Leave it empty if no source says.', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalemployment',
            name='left_for',
            field=models.CharField(blank=True, choices=[('independent', 'Independent work'), ('own_venture', 'Their own venture'), ('unnamed_employer', 'An employer that nobody names'), ('study', 'Study'), ('leave', 'Leave')], default='', help_text='What the person left the job for, if not for another organization that is known.', max_length=20),
        ),
        migrations.AddField(
            model_name='move',
            name='left_for',
            field=models.CharField(blank=True, choices=[('independent', 'Independent work'), ('own_venture', 'Their own venture'), ('unnamed_employer', 'An employer that nobody names'), ('study', 'Study'), ('leave', 'Leave')], default='', help_text='What they left for, if no source names the organization they joined.', max_length=20),
        ),
        AddTogether([
            migrations.AddConstraint(
                model_name='claim',
                constraint=models.CheckConstraint(condition=models.Q(('end_reason__in', ['resigned', 'dismissed', 'laid_off', 'retired', 'contract_ended', 'died', 'other', ''])), name='claim_end_reason_is_known', violation_error_message='Choose one of: resigned, dismissed, laid_off, retired, contract_ended, died, other.'),
            ),
            migrations.AddConstraint(
                model_name='claim',
                constraint=models.CheckConstraint(condition=models.Q(('left_for__in', ['independent', 'own_venture', 'unnamed_employer', 'study', 'leave', ''])), name='claim_left_for_is_known', violation_error_message='Choose one of: independent, own_venture, unnamed_employer, study, leave.'),
            ),
            migrations.AddConstraint(
                model_name='claim',
                constraint=models.CheckConstraint(condition=models.Q(('end_state', 'ended'), models.Q(('end_reason', ''), ('left_for', '')), _connector='OR'), name='claim_only_ended_was_left', violation_error_message='Only a job that ended has an end reason or “left for”: set the end state to “ended”, or clear both.'),
            ),
            migrations.AddConstraint(
                model_name='employment',
                constraint=models.CheckConstraint(condition=models.Q(('end_reason__in', ['resigned', 'dismissed', 'laid_off', 'retired', 'contract_ended', 'died', 'other', ''])), name='employment_end_reason_is_known', violation_error_message='Choose one of: resigned, dismissed, laid_off, retired, contract_ended, died, other.'),
            ),
            migrations.AddConstraint(
                model_name='employment',
                constraint=models.CheckConstraint(condition=models.Q(('left_for__in', ['independent', 'own_venture', 'unnamed_employer', 'study', 'leave', ''])), name='employment_left_for_is_known', violation_error_message='Choose one of: independent, own_venture, unnamed_employer, study, leave.'),
            ),
            migrations.AddConstraint(
                model_name='employment',
                constraint=models.CheckConstraint(condition=models.Q(('end_state', 'ended'), models.Q(('end_reason', ''), ('left_for', '')), _connector='OR'), name='employment_only_ended_was_left', violation_error_message='Only a job that ended has an end reason or “left for”: set the end state to “ended”, or clear both.'),
            ),
            migrations.AddConstraint(
                model_name='move',
                constraint=models.CheckConstraint(condition=models.Q(('left_for__in', ['independent', 'own_venture', 'unnamed_employer', 'study', 'leave', ''])), name='move_left_for_is_known', violation_error_message='Choose one of: independent, own_venture, unnamed_employer, study, leave.'),
            ),
            migrations.AddConstraint(
                model_name='move',
                constraint=models.CheckConstraint(condition=models.Q(('left_for', ''), ('destination_employment__isnull', True), _connector='OR'), name='move_left_for_has_no_destination', violation_error_message='Only a move without a destination says what the person left for.'),
            ),
        ]),
    ]
