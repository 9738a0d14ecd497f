"""The table that links events and organizations gets a model of its own, for the part that an organization plays.

The rows stay where they are. Their history, which was one list per version of an event, becomes rows that were added
and removed, as for citations.
"""

from collections import defaultdict
from itertools import count, groupby

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

PARTS = [
    ('subject', 'Subject'),
    ('acquirer', 'Acquirer'),
    ('target', 'Target'),
    ('investor', 'Investor'),
    ('origin', 'Origin'),
    ('destination', 'Destination'),
]
PART_HELP = (
    'What it does in the event: who buys, is bought, invests, is left or is joined. Otherwise it is the subject.'
)
BATCH = 1000


def versions_by_event(apps):
    """The history rows of each event in the order of time, by the key of the event."""
    rows = apps.get_model('events', 'HistoricalNewsEvent').objects.order_by('id', 'history_date', 'history_id')
    columns = rows.only('id', 'history_id', 'history_date', 'history_type', 'history_change_reason', 'history_user')
    for event, versions in groupby(columns.iterator(), key=lambda version: version.id):
        yield event, list(versions)


def lists_to_rows(apps, schema_editor):
    """Compare the lists of consecutive versions: what a version has more was added with it, what it lacks was removed."""
    Row = apps.get_model('events', 'HistoricalEventOrganization')
    links = apps.get_model('events', 'EventOrganization').objects.values_list('event', 'organization', 'pk')
    pks = {(event, organization): pk for event, organization, pk in links.iterator()}
    # A link that is gone has no row any more, and no later row will have a negative key.
    free_pks = count(-1, -1)
    lists = defaultdict(set)
    old_rows = apps.get_model('events', 'HistoricalNewsEvent_organizations').objects
    for version, organization in old_rows.values_list('history', 'organization').iterator():
        lists[version].add(organization)
    rows = []
    for event, versions in versions_by_event(apps):
        before = set()
        for version in versions:
            after = set() if version.history_type == '-' else lists[version.history_id]
            for kind, organizations in (('+', after - before), ('-', before - after)):
                for organization in sorted(organizations):
                    pk = pks.get((event, organization)) or pks.setdefault((event, organization), next(free_pks))
                    rows.append(
                        Row(
                            id=pk,
                            event_id=event,
                            organization_id=organization,
                            history_type=kind,
                            history_date=version.history_date,
                            history_change_reason=version.history_change_reason,
                            history_user_id=version.history_user_id,
                        )
                    )
            before = after
    Row.objects.bulk_create(rows, batch_size=BATCH)


def rows_to_lists(apps, schema_editor):
    """Each version of an event gets the list of the organizations that it had."""
    Old = apps.get_model('events', 'HistoricalNewsEvent_organizations')
    changes = defaultdict(list)
    rows = apps.get_model('events', 'HistoricalEventOrganization').objects.order_by('history_date', 'history_id')
    for row in rows.iterator():
        changes[row.event_id].append(row)
    always = defaultdict(dict)  # links without a history were there from the beginning
    for link in apps.get_model('events', 'EventOrganization').objects.iterator():
        if not any(row.organization_id == link.organization_id for row in changes[link.event_id]):
            always[link.event_id][link.organization_id] = link.pk
    old_rows = []
    for event, versions in versions_by_event(apps):
        current, later = dict(always[event]), changes[event][::-1]
        for version in versions:
            while later and later[-1].history_date <= version.history_date:
                row = later.pop()
                if row.history_type == '-':
                    current.pop(row.organization_id, None)
                else:
                    current[row.organization_id] = row.id
            old_rows += [
                Old(id=pk, history_id=version.history_id, newsevent_id=event, organization_id=organization)
                for organization, pk in current.items()
            ]
    Old.objects.bulk_create(old_rows, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_outcome_and_numbers'),
        ('people', '0008_plain_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='EventOrganization',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('newsevent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='events.newsevent')),
                        ('organization', models.ForeignKey(help_text='The organization. Search by any name, in any script.', on_delete=django.db.models.deletion.CASCADE, related_name='event_parts', to='people.organization')),
                    ],
                    options={
                        'db_table': 'events_newsevent_organizations',
                        'unique_together': {('newsevent', 'organization')},
                    },
                ),
                migrations.AlterField(
                    model_name='newsevent',
                    name='organizations',
                    field=models.ManyToManyField(help_text='The organizations it is about.', related_name='events', through='events.EventOrganization', to='people.organization'),
                ),
            ],
        ),
        migrations.AlterUniqueTogether(
            name='eventorganization',
            unique_together=set(),
        ),
        migrations.RenameField(
            model_name='eventorganization',
            old_name='newsevent',
            new_name='event',
        ),
        migrations.AlterModelTable(
            name='eventorganization',
            table=None,
        ),
        migrations.AlterModelOptions(
            name='eventorganization',
            options={'ordering': ['event', 'organization__slug'], 'verbose_name': 'organization', 'verbose_name_plural': 'organizations'},
        ),
        migrations.AddField(
            model_name='eventorganization',
            name='part',
            field=models.CharField(choices=PARTS, default='subject', help_text=PART_HELP, max_length=12),
        ),
        migrations.AddConstraint(
            model_name='eventorganization',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', [value for value, _ in PARTS])), name='eventorganization_part_is_known', violation_error_message='Choose one of: subject, acquirer, target, investor, origin, destination.'),
        ),
        migrations.AddConstraint(
            model_name='eventorganization',
            constraint=models.UniqueConstraint(fields=('event', 'organization'), name='eventorganization_once', violation_error_message='This organization is already named: change its part there.'),
        ),
        migrations.CreateModel(
            name='HistoricalEventOrganization',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('part', models.CharField(choices=PARTS, default='subject', help_text=PART_HELP, max_length=12)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.newsevent')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, help_text='The organization. Search by any name, in any script.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organization')),
            ],
            options={
                'verbose_name': 'historical organization',
                'verbose_name_plural': 'historical organizations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(lists_to_rows, rows_to_lists),
        migrations.DeleteModel(
            name='HistoricalNewsEvent_organizations',
        ),
    ]
