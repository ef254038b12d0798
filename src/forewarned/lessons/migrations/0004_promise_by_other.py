from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0003_grouped_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='promise',
            name='by_other',
            field=models.BooleanField(default=False),
        ),
    ]
