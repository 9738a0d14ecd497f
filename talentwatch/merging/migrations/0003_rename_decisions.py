"""Merge becomes MergeDecision and Distinction becomes NotDuplicate; their tables stay, and permissions keep their users."""

from django.db import migrations

RENAMED = {"merge": "mergedecision", "distinction": "notduplicate"}
ACTIONS = ("view", "add", "change", "delete")


def rename_permissions(apps, schema_editor):
    _rename(apps, schema_editor, RENAMED)


def restore_permissions(apps, schema_editor):
    _rename(apps, schema_editor, {new: old for old, new in RENAMED.items()})


def _rename(apps, schema_editor, names):
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    for old, new in names.items():
        for action in ACTIONS:
            of_action = permissions.filter(content_type__app_label="curation", codename=f"{action}_{old}")
            of_action.update(codename=f"{action}_{new}", name=f"Can {action} {new}")


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0002_judgements"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.AlterModelTable("Merge", "curation_merge"),
        migrations.AlterModelTable("Distinction", "curation_distinction"),
        migrations.RenameModel("Merge", "MergeDecision"),
        migrations.RenameModel("Distinction", "NotDuplicate"),
        migrations.AlterModelOptions(
            name="notduplicate",
            options={
                "ordering": ["-made_at", "-pk"],
                "default_permissions": ("view", "delete"),
                "verbose_name": "pair of records that aren’t duplicates",
                "verbose_name_plural": "pairs of records that aren’t duplicates",
            },
        ),
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
