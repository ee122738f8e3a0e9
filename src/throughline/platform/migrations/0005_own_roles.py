"""Roles and assignments are changed by their own company only; who signs in changes inside operations only."""

from django.db import migrations

from throughline.platform.database import ddl

COMPANY = ddl.COMPANY
OPERATION = ddl.OPERATION

# A role held in one company alone becomes that company's; one held in several stays everybody's and unchanged.
OWNERS = """
UPDATE platform_role r SET company_id = held.company_id
FROM (SELECT role_id, min(company_id) AS company_id FROM platform_role_assignment
      GROUP BY role_id HAVING count(DISTINCT company_id) = 1) AS held
WHERE held.role_id = r.id AND r.company_id IS NULL
"""


def _own(table: str) -> str:
    own = f"company_id = {COMPANY}"
    return f"""
        DROP POLICY {table}_insert ON {table};
        DROP POLICY {table}_update ON {table};
        DROP POLICY {table}_delete ON {table};
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({own} AND {OPERATION});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own} AND {OPERATION});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({own} AND {OPERATION});
    """


class Migration(migrations.Migration):
    """No company can change what another one's roles permit or who holds them, whatever the code does."""

    dependencies = [("platform", "0004_sign_in")]

    operations = [
        migrations.RunSQL(OWNERS, migrations.RunSQL.noop),
        migrations.RunSQL(_own("platform_role"), migrations.RunSQL.noop),
        migrations.RunSQL(_own("platform_role_assignment"), migrations.RunSQL.noop),
        *ddl.master_rows("platform_user", "platform_credential", "platform_identity", "platform_sign_in_link"),
        *ddl.history("platform_credential", "platform_identity", "platform_sign_in_link"),
        *ddl.append_only("platform_sign_in"),
    ]
