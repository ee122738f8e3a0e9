"""What is sent keeps the status in which it left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Until now nothing but good stock was known to be on its way."""

    dependencies = [("transfers", "0004_found_by_number")]

    operations = [
        migrations.AddField(
            "transferline", "status", models.CharField(max_length=12, default="available", db_default="available")
        ),
    ]
