"""Workers tell that they run, so that screens can say when none does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One row a worker; it belongs to the installation and not to a company."""

    dependencies = [("platform", "0010_rate_limits")]

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={"db_table": "platform_worker"},
        ),
    ]
