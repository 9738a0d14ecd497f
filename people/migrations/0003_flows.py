"""Moves keep the slugs of their ends, and flows are counted by them from an index."""

import talentwatch.records.fields
from django.db import migrations, models

from talentwatch.records.migration_operations import AddTogether


def keep_slugs(apps, schema_editor):
    """Of the moves that there are; who runs this on a public timeline needs no rebuild."""
    Move, Organization = apps.get_model("people", "Move"), apps.get_model("people", "Organization")
    public = {one.pk: one for one in Organization.objects.filter(status="published")}
    for one in public.values():
        top, seen = one, {one.pk}
        while top.parent_id in public and top.parent_id not in seen:
            top = public[top.parent_id]
            seen.add(top.pk)
        for side in ("origin", "destination"):
            moves = Move.objects.filter(**{side: one.pk})
            moves.update(**{f"{side}_unit": one.slug, f"{side}_group": top.slug})


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_moves_newest_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='destination_group',
            field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='The top-level organization of where they go, by its slug; ~ where nobody says.', max_length=200),
        ),
        migrations.AddField(
            model_name='move',
            name='destination_unit',
            field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='Where they go, by its slug; ~ where nobody says.', max_length=200),
        ),
        migrations.AddField(
            model_name='move',
            name='origin_group',
            field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='The top-level organization of what they leave, by its slug; ~ where nobody says.', max_length=200),
        ),
        migrations.AddField(
            model_name='move',
            name='origin_unit',
            field=talentwatch.records.fields.PublicIdField(default='~', editable=False, help_text='What they leave, by its slug; ~ where nobody says.', max_length=200),
        ),
        migrations.RunPython(keep_slugs, migrations.RunPython.noop, elidable=True),
        AddTogether([
            migrations.AddIndex(
                model_name='employment',
                index=models.Index(condition=models.Q(('status', 'published'), _negated=True), fields=['status'], name='employment_hidden'),
            ),
            migrations.AddIndex(
                model_name='move',
                index=models.Index(fields=['origin_unit', 'destination_unit', 'date_earliest', 'date_latest', 'confidence'], name='move_by_origin'),
            ),
            migrations.AddIndex(
                model_name='move',
                index=models.Index(fields=['destination_unit', 'origin_unit', 'date_earliest', 'date_latest', 'confidence'], name='move_by_destination'),
            ),
            migrations.AddIndex(
                model_name='move',
                index=models.Index(fields=['origin_group', 'destination_group', 'date_earliest', 'date_latest', 'confidence'], name='move_by_group'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=models.Index(condition=models.Q(('status', 'published'), _negated=True), fields=['status'], name='person_hidden'),
            ),
        ]),
    ]
