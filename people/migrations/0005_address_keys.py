"""Sources keep the key of their address, by which a pasted one is found however it is written."""

import talentwatch.records.fields
from django.db import migrations

from talentwatch.matching.addresses import address_key


def fill_in(apps, schema_editor):
    Source = apps.get_model("people", "Source")
    for pk, url in Source._base_manager.exclude(url="").values_list("pk", "url").iterator():
        Source._base_manager.filter(pk=pk).update(url_key=address_key(url))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_rights_of_the_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalsource',
            name='url_key',
            field=talentwatch.records.fields.SearchKeyField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='url_key',
            field=talentwatch.records.fields.SearchKeyField(default='', editable=False),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
