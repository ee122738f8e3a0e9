"""Versions, approval and ends of policies; what a company and its sites are set up with."""

from django.db import migrations, models

from throughline.platform.database import ddl

BANKS = """
UPDATE governance_company SET bank_accounts = jsonb_build_array('{"printed": true}'::jsonb || bank) WHERE bank <> '{}'
"""
ENDED = "UPDATE governance_policy_rule SET state = 'ended' WHERE NOT is_active"


class Migration(migrations.Migration):
    """A change of policy is a row of its own; a company has several accounts, tax numbers and a layout."""

    dependencies = [
        ("governance", "0004_sign_in_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField(unique=True)),
                ("logo", models.BinaryField(null=True)),
                ("logo_type", models.CharField(blank=True, max_length=40)),
                ("languages", models.JSONField(default=list)),
                ("texts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "governance_document_layout",
            },
        ),
        migrations.AddField(
            model_name="company",
            name="bank_accounts",
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(BANKS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="company",
            name="bank",
        ),
        migrations.AddField(
            model_name="company",
            name="tax_numbers",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="change",
            field=models.CharField(default="add", max_length=10),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="decided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="decided_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="decision_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="end_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="ended_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="made_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="made_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="replaces_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="state",
            field=models.CharField(default="active", max_length=10),
        ),
        migrations.AddField(
            model_name="policyrule",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="site",
            name="closing_days",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="site",
            name="cut_off",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="site",
            name="holiday_country",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name="site",
            name="holiday_region",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="policyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_active", True), ("state", "active")),
                    models.Q(models.Q(("state", "active"), _negated=True), ("is_active", False)),
                    _connector="OR",
                ),
                name="governance_policy_state",
            ),
        ),
        *ddl.company_rows("governance_document_layout"),
        *ddl.history("governance_document_layout"),
    ]
