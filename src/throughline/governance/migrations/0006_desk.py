"""Notifications, requests for decisions and saved views of lists."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """What lies on a person's desk belongs to one company; requests and views keep their history."""

    dependencies = [
        ("governance", "0005_policies_and_set_up"),
        ("platform", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("hold_id", models.BigIntegerField()),
                ("asked_by", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "governance_decision_request",
                "indexes": [models.Index(fields=["company_id", "asked_by", "id"], name="governance_request_asker")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("company_id", "hold_id", "asked_by"),
                        name="governance_decision_request_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.BigIntegerField(default=0)),
                ("title", models.CharField(max_length=300)),
                ("actor_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("operation_id", models.BigIntegerField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "governance_notification",
                "indexes": [
                    models.Index(fields=["company_id", "user_id", "id"], name="governance_notification_own"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["company_id", "user_id"],
                        name="governance_notification_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("unwanted", models.JSONField(default=list)),
            ],
            options={
                "db_table": "governance_notification_choice",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "user_id"), name="governance_notification_choice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("screen", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("query", models.TextField(blank=True)),
                ("columns", models.JSONField(default=list)),
                ("role_id", models.BigIntegerField(null=True)),
                ("is_default", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "governance_saved_view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "user_id", "screen", "name"), name="governance_saved_view_name"
                    )
                ],
            },
        ),
        *ddl.company_rows(
            "governance_notification",
            "governance_notification_choice",
            "governance_decision_request",
            "governance_saved_view",
        ),
        *ddl.same_company("governance_decision_request", "hold_id", "governance_hold"),
        *ddl.history("governance_decision_request", "governance_saved_view"),
    ]
