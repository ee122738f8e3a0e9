"""Buckets of requests that all processes share. Unlogged, as they are worth nothing after a crash."""

from django.db import migrations, models

# One row a bucket and one moment in it: when it will be full again. What is taken moves the moment on.
TAKE = """
ALTER TABLE platform_rate SET UNLOGGED;

CREATE FUNCTION platform_take(bucket text, wanted bigint, each bigint, whole bigint, OUT granted bigint, OUT wait bigint)
LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    at timestamptz := clock_timestamp();
    full_again timestamptz;
    used bigint;
BEGIN
    INSERT INTO platform_rate (key, full_at) VALUES (bucket, at) ON CONFLICT (key) DO NOTHING;
    SELECT greatest(r.full_at, at) INTO full_again FROM platform_rate r WHERE r.key = bucket FOR UPDATE;
    used := extract(epoch FROM full_again - at) * 1000000;
    granted := greatest(0, least(wanted, (whole - used) / each));
    wait := CASE WHEN granted = 0 THEN used + each - whole ELSE 0 END;
    UPDATE platform_rate r SET full_at = full_again + granted * each * interval '1 microsecond'
    WHERE r.key = bucket AND granted > 0;
END $$;
"""


class Migration(migrations.Migration):
    """Requests are counted by all processes together, without a row or a log record for each."""

    dependencies = [("platform", "0009_history_of_records")]

    operations = [
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField()),
            ],
            options={"db_table": "platform_rate"},
        ),
        migrations.RunSQL(TAKE, "DROP FUNCTION platform_take"),
    ]
