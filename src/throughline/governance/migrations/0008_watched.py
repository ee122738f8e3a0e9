"""How the nightly proof went is told to who watches the installation, by company."""

from django.db import migrations

PROOFS = """
CREATE FUNCTION governance_proved(today date)
RETURNS TABLE (company text, broken boolean, nights_ago int, exceptions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public ROWS 20 AS $$
    SELECT c.code,
           EXISTS (SELECT FROM governance_exception e WHERE e.company_id = c.id AND e.kind = 'promise_broken'
                   AND e.cleared_at IS NULL),
           (SELECT min(d) FROM generate_series(-1, 30) AS d WHERE EXISTS (SELECT FROM platform_idempotency_key k
                   WHERE k.company_id = c.id AND k.key = 'proof:' || (today - d))),
           (SELECT count(*) FROM governance_exception e WHERE e.company_id = c.id AND e.cleared_at IS NULL)
    FROM governance_company c ORDER BY c.id
$$;
"""


class Migration(migrations.Migration):
    """A monitor asks no company."""

    dependencies = [("governance", "0007_list_choices"), ("platform", "0012_watched")]

    operations = [migrations.RunSQL(PROOFS, "DROP FUNCTION governance_proved")]
