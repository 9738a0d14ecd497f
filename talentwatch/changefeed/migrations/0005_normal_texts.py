"""Documents have the texts that readers are served from now on, so that their new form is no correction of any record.

A correction that only changed line ends or blanks never was one.
"""

from django.db import migrations

from talentwatch.text import normalise_text

CHUNK = 500
TIMES = {"updated_at", "published_at"}


def normalised(value):
    if isinstance(value, dict):
        return {key: normalised(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normalised(item) for item in value]
    return normalise_text(value) if isinstance(value, str) else value


def without_times(document):
    return {key: value for key, value in document.items() if key not in TIMES}


def normalise(apps, schema_editor):
    Change = apps.get_model("changes", "Change")
    changed = set()
    for seq, document in Change._base_manager.values_list("seq", "document").iterator(chunk_size=CHUNK):
        normal = normalised(document)
        if normal != document:
            Change._base_manager.filter(seq=seq).update(document=normal)
            changed.add(seq)
    corrections = Change._base_manager.filter(is_correction=True, before__isnull=False) if changed else ()
    for change in corrections:
        is_affected = not changed.isdisjoint({change.seq, change.before_id})
        if is_affected and without_times(change.document) == without_times(change.before.document):
            Change._base_manager.filter(seq=change.seq).update(is_correction=False, is_typo=False, reason="")


class Migration(migrations.Migration):

    dependencies = [
        ("changes", "0004_help_texts"),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop, elidable=True),
    ]
