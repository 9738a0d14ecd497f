"""Jobs know by which day an announced start or end must have come."""

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q

HELP_TEXT = "The last possible day of a start or an end that was announced and that no source has confirmed."


def date_announcements(apps, schema_editor):
    employments, claims = (apps.get_model("people", name) for name in ("Employment", "Claim"))
    counted = claims.objects.filter(employment=OuterRef("pk"), source__status="published")
    for side in ("start", "end"):
        day = f"{side}_latest"
        announcing = counted.filter(**{f"{side}_earliest__gt": F("source__published_latest")})
        confirming = counted.filter(source__published_earliest__gte=OuterRef(day))
        later = Q(announced_for=None) | Q(announced_for__gt=F(day))
        unconfirmed = employments.objects.filter(later, Exists(announcing), ~Exists(confirming), **{f"{day}__isnull": False})
        unconfirmed.update(announced_for=F(day))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0016_last_moves'),
    ]

    operations = [
        migrations.AddField(
            model_name='employment',
            name='announced_for',
            field=models.DateField(blank=True, editable=False, help_text=HELP_TEXT, null=True),
        ),
        migrations.AddField(
            model_name='historicalemployment',
            name='announced_for',
            field=models.DateField(blank=True, editable=False, help_text=HELP_TEXT, null=True),
        ),
        migrations.AddIndex(
            model_name='employment',
            index=models.Index(
                condition=models.Q(('announced_for__isnull', False)), fields=['announced_for'], name='employment_announced'
            ),
        ),
        # Last: after it has written a row twice, PostgreSQL alters no table in the same transaction.
        migrations.RunPython(date_announcements, migrations.RunPython.noop, elidable=True),
    ]
