"""Help texts that say it better; the database keeps nothing of them."""

from django.db import migrations, models
from talentwatch.records.migration_operations import AlterTexts


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_rights_of_the_desk'),
    ]

    operations = [
        AlterTexts([
            migrations.AlterField(
                model_name='citation',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text='Toward the headline. If the headline is “X denies Y” and the source quotes X, that is Announced.', max_length=10),
            ),
            migrations.AlterField(
                model_name='historicalcitation',
                name='stance',
                field=models.CharField(choices=[('announced', 'Announced by themselves'), ('reported', 'Reported'), ('rumoured', 'Rumoured'), ('denied', 'Denied')], default='reported', help_text='Toward the headline. If the headline is “X denies Y” and the source quotes X, that is Announced.', max_length=10),
            ),
        ]),
    ]
