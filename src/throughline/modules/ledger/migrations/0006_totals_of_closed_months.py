"""What each account comes to in a month is kept once the month is closed."""

from django.db import migrations, models

from throughline.platform.database import ddl

#: Months that were closed before totals were kept.
CLOSED = """
INSERT INTO ledger_total (company_id, account_id, month, debit, credit)
SELECT p.company_id, l.account_id, p.month, coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0),
       coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)
FROM ledger_period p JOIN ledger_entry_line l ON l.company_id = p.company_id AND l.on_date >= p.month
     AND l.on_date < p.month + interval '1 month'
WHERE p.state = 'closed' GROUP BY p.company_id, l.account_id, p.month
"""


class Migration(migrations.Migration):
    """A table of its own, filled for the months that are closed; nothing that is in use is changed."""

    dependencies = [("ledger", "0005_found_by_number"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Total",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("debit", models.DecimalField(decimal_places=2, max_digits=19)),
                ("credit", models.DecimalField(decimal_places=2, max_digits=19)),
            ],
            options={
                "db_table": "ledger_total",
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "month", "account_id"), name="ledger_total_month")
                ],
            },
        ),
        *ddl.company_rows("ledger_total"),
        *ddl.same_company("ledger_total", "account_id", "ledger_account"),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
    ]
