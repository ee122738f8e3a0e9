"""Row security and history of governance."""

from django.db import migrations

from throughline.platform.database import ddl

OWNED = (
    "governance_site",
    "governance_thread",
    "governance_policy_rule",
    "governance_hold",
    "governance_approval",
    "governance_exception",
    "governance_duty_exception",
)


class Migration(migrations.Migration):
    """Rows of one company; policies, holds and masters keep what they were."""

    dependencies = [("governance", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows(*OWNED),
        *ddl.append_only("governance_approval", "governance_thread"),
        *ddl.history(
            "governance_company",
            "governance_site",
            "governance_policy_rule",
            "governance_hold",
            "governance_exception",
            "governance_duty_exception",
        ),
    ]
