"""Moves say why the job that was left ended."""

from django.db import migrations, models

from talentwatch.records.migration_operations import AddTogether


def take_over_reasons(apps, schema_editor):
    employments, moves = (apps.get_model("people", name) for name in ("Employment", "Move"))
    left = employments.objects.filter(pk=models.OuterRef("origin_employment"))
    ended = employments.objects.exclude(end_reason="").values("pk")
    moves.objects.filter(origin_employment__in=ended).update(end_reason=models.Subquery(left.values("end_reason")))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0017_announced_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('resigned', 'Resigned'), ('dismissed', 'Dismissed'), ('laid_off', 'Laid off'), ('retired', 'Retired'), ('contract_ended', 'Contract ended'), ('died', 'Died'), ('other', 'Other')], default='', help_text='Why the job they leave ended.', max_length=20),
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(condition=models.Q(('end_reason', ''), _negated=True), fields=['end_reason', '-date_earliest', 'slug'], name='move_by_end_reason'),
        ),
        AddTogether([
            migrations.AddConstraint(
                model_name='move',
                constraint=models.CheckConstraint(condition=models.Q(('end_reason__in', ['resigned', 'dismissed', 'laid_off', 'retired', 'contract_ended', 'died', 'other', ''])), name='move_end_reason_is_known', violation_error_message='Choose one of: resigned, dismissed, laid_off, retired, contract_ended, died, other.'),
            ),
            migrations.AddConstraint(
                model_name='move',
                constraint=models.CheckConstraint(condition=models.Q(('end_reason', ''), ('origin_employment__isnull', False), _connector='OR'), name='move_end_reason_has_an_origin', violation_error_message='Only a move with an origin says why a job ended.'),
            ),
        ]),
        # Last: after it has written a row twice, PostgreSQL alters no table in the same transaction.
        migrations.RunPython(take_over_reasons, migrations.RunPython.noop, elidable=True),
    ]
