"""The groups of the desk. Their rights are granted after each migrate (talentwatch.publishing.permissions.grant), when the
permissions of the records exist."""

from django.db import migrations

NAMES = ("writer", "editor", "publisher")


def make_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in NAMES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
