"""Notes on records."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Notes belong to one company; a withdrawn one stays in the history."""

    dependencies = [
        ("documents", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("text", models.TextField()),
                ("told", models.JSONField(default=list)),
                ("written_by", models.BigIntegerField()),
                ("written_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "documents_note",
                "indexes": [
                    models.Index(
                        fields=["company_id", "subject_kind", "subject_id", "id"], name="documents_note_subject"
                    )
                ],
            },
        ),
        *ddl.company_rows("documents_note"),
        *ddl.history("documents_note"),
    ]
