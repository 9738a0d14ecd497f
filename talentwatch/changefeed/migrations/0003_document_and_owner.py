from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename said to document and unit to owner.

    The index is removed and added again, since RenameField leaves the names of columns in indexes as they were.
    """

    dependencies = [
        ("changes", "0002_corrections_of_a_record"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="change", name="change_latest_of_unit"),
        migrations.RenameField(model_name="change", old_name="said", new_name="document"),
        migrations.RenameField(model_name="change", old_name="unit", new_name="owner"),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                fields=["resource", "owner"], condition=models.Q(is_latest=True), name="change_latest_of_owner"
            ),
        ),
    ]
