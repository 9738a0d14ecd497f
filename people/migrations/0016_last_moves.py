"""People are sorted by the earliest day on which their latest move can have happened."""

from django.db import migrations, models


def date_last_moves(apps, schema_editor):
    people, moves = (apps.get_model("people", name) for name in ("Person", "Move"))
    of_person = moves.objects.filter(person=models.OuterRef("pk")).order_by().values("person")
    last = of_person.annotate(last=models.Max("date_earliest")).values("last")
    people.objects.update(last_move_earliest=models.Subquery(last))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0015_search_texts_and_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalperson',
            name='last_move_earliest',
            field=models.DateField(blank=True, editable=False, help_text='The earliest day on which their latest move can have happened.', null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='last_move_earliest',
            field=models.DateField(blank=True, editable=False, help_text='The earliest day on which their latest move can have happened.', null=True),
        ),
        migrations.RunPython(date_last_moves, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['last_move_earliest', 'slug'], name='person_by_last_move'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['-last_move_earliest', 'slug'], name='person_by_last_move_first'),
        ),
    ]
