"""Who calls with a token that was noted lately writes nothing."""

from django.db import migrations

#: As before, but for the look before the note: an insert that finds its row locks it even where it changes nothing, and
#: a lock is a write, which every call waited for at its commit, and calls with the same token for each other.
HOLDER = """
CREATE OR REPLACE FUNCTION platform_token_holder(given text, moment timestamptz)
RETURNS TABLE (token_id bigint, company_id bigint, user_id bigint, scopes jsonb, name text, language text,
               state text, permissions jsonb, duties jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    held record;
BEGIN
    SELECT t.id, t.company_id AS company, t.user_id AS holder, t.scopes AS reach, u.name AS called,
           u.language AS speaks, u.is_active,
           CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
                WHEN t.expires_at <= moment THEN 'expired'
                WHEN NOT u.is_active THEN 'inactive' ELSE 'good' END AS standing
    INTO held FROM platform_api_token t JOIN platform_user u ON u.id = t.user_id WHERE t.digest = given;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF held.standing = 'good' AND NOT EXISTS (
        SELECT FROM platform_api_token_use n WHERE n.token_id = held.id
          AND n.last_used_at >= moment - interval '10 minutes') THEN
        INSERT INTO platform_api_token_use AS n (token_id, company_id, last_used_at)
        VALUES (held.id, held.company, moment)
        ON CONFLICT ON CONSTRAINT platform_api_token_use_pkey DO UPDATE SET last_used_at = excluded.last_used_at
            WHERE n.last_used_at < excluded.last_used_at - interval '10 minutes';
    END IF;
    RETURN QUERY
        SELECT held.id, held.company, held.holder, held.reach, held.called::text, held.speaks::text, held.standing,
               coalesce(jsonb_agg(DISTINCT p.code) FILTER (WHERE p.code IS NOT NULL), '[]'),
               coalesce(jsonb_agg(DISTINCT d.code) FILTER (WHERE d.code IS NOT NULL), '[]')
        FROM platform_role_assignment a
        JOIN platform_role r ON r.id = a.role_id
        LEFT JOIN LATERAL jsonb_array_elements_text(r.permissions) AS p(code) ON true
        LEFT JOIN LATERAL jsonb_array_elements_text(r.duties) AS d(code) ON true
        WHERE a.user_id = held.holder AND a.company_id = held.company
          AND (a.valid_to IS NULL OR a.valid_to >= moment::date);
END $$;
"""


class Migration(migrations.Migration):
    """The function is replaced; it answers the same and notes the same uses."""

    dependencies = [("platform", "0014_role_version")]

    operations = [migrations.RunSQL(HOLDER, migrations.RunSQL.noop)]
