"""Keys with which programs call."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from throughline.platform.database import ddl

#: Asked before the company is known, so it runs with the owner's rights and answers for one digest only. One
#: statement tells who it is, what the person may do, and notes the use to within ten minutes.
HOLDER = """
CREATE FUNCTION platform_token_holder(given text, moment timestamptz)
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
    IF held.standing = 'good' THEN
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
    """Tokens of one company, hashed, with their history; when each was last used."""

    dependencies = [("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("hint", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.BigIntegerField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_by", models.BigIntegerField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "platform_api_token",
                "indexes": [models.Index(fields=["company_id", "user"], name="platform_api_token_user")],
            },
        ),
        migrations.CreateModel(
            name="ApiTokenUse",
            fields=[
                ("token_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("last_used_at", models.DateTimeField()),
            ],
            options={"db_table": "platform_api_token_use"},
        ),
        migrations.RunSQL(HOLDER, "DROP FUNCTION platform_token_holder(text, timestamptz)"),
        *ddl.company_rows("platform_api_token", "platform_api_token_use"),
        *ddl.history("platform_api_token"),
    ]
