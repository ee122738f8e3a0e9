"""What the companies of one person ask of who signs in: the one question that crosses companies, before any is chosen."""

from django.db import migrations

FUNCTION = """
-- Runs with the owner's rights and gives the rules for signing in of a person's companies, nothing else. A company
-- without such a rule is one row without a rule.
CREATE FUNCTION governance_sign_in_rules(person bigint)
RETURNS TABLE (company_id bigint, rule_id bigint, name text, scope jsonb, parameters jsonb,
               valid_from date, valid_to date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT held.company_id, r.id, r.name::text, r.scope, r.parameters, r.valid_from, r.valid_to
    FROM (SELECT DISTINCT a.company_id FROM platform_role_assignment a WHERE a.user_id = person) AS held
    LEFT JOIN governance_policy_rule r
        ON r.company_id = held.company_id AND r.kind = 'governance.sign_in' AND r.is_active
$$;
"""


class Migration(migrations.Migration):
    """Signing in knows no company yet, so it asks all of the person's."""

    dependencies = [("governance", "0003_approver"), ("platform", "0005_own_roles")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION governance_sign_in_rules(bigint)")]
