"""Documents get a table of their own, as the texts that readers are served.

What was kept until now lacks addresses and the order of fields, so it is served to nobody, and only compared. The
comparison after the migrations (talentwatch/changefeed/apps.py) stores what readers see from then on.
"""

import json

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 500
ADDRESSES = {"url", "page"}


def without_addresses(value):
    if isinstance(value, dict):
        return {key: without_addresses(item) for key, item in value.items() if key not in ADDRESSES}
    return [without_addresses(item) for item in value] if isinstance(value, list) else value


def check_keys_at_once(schema_editor):
    """PostgreSQL alters no table while the foreign keys of changed rows are still to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def store_documents(apps, schema_editor):
    check_keys_at_once(schema_editor)
    Change, Document = apps.get_model("changes", "Change"), apps.get_model("documents", "Document")
    changes = Change._base_manager.order_by("seq")
    after = 0
    while chunk := list(changes.filter(seq__gt=after)[:CHUNK]):
        Document._base_manager.bulk_create(
            Document(
                since=change.seq,
                until=change.seq,
                resource=change.resource,
                slug=change.slug,
                row=json.dumps(change.old_document, ensure_ascii=False, separators=(",", ":")),
            )
            for change in chunk
        )
        after = chunk[-1].seq
    changes.update(document_id=models.F("seq"))


def restore_json(apps, schema_editor):
    check_keys_at_once(schema_editor)
    Change = apps.get_model("changes", "Change")
    changes = Change._base_manager.order_by("seq").select_related("document")
    after = 0
    while chunk := list(changes.filter(seq__gt=after)[:CHUNK]):
        for change in chunk:
            document = change.document
            texts = [document.row, document.nested] if document else []
            parts = [json.loads(text) for text in texts if text]
            change.old_document = without_addresses({key: value for part in parts for key, value in part.items()})
        Change._base_manager.bulk_update(chunk, ["old_document"])
        after = chunk[-1].seq


def remove_documents(apps, schema_editor):
    check_keys_at_once(schema_editor)
    apps.get_model("changes", "Change")._base_manager.update(document_id=None)
    apps.get_model("documents", "Document")._base_manager.all().delete()
    # The next migration forward has to store them again, also if it is by the same code.
    apps.get_model("documents", "ComparedRelease")._base_manager.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("changes", "0005_normal_texts"),
        ("documents", "0001_documents"),
    ]

    operations = [
        migrations.RenameField(model_name="change", old_name="document", new_name="old_document"),
        migrations.AlterField(model_name="change", name="old_document", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="change",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                help_text="The row as readers could see it then, or last.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_documents),
        migrations.RunPython(store_documents, restore_json),
        migrations.RemoveField(model_name="change", name="old_document"),
    ]
