from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0002_learnt'),
    ]

    operations = [
        migrations.AddField(
            model_name='grouped',
            name='reports',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
