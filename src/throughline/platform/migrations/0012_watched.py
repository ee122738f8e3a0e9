"""What waits for workers is told to who watches the installation: counts over all companies, and nothing else of them."""

from django.db import migrations

WAITING = """
CREATE FUNCTION platform_waiting(now timestamptz, tries int,
    OUT waiting bigint, OUT oldest interval, OUT retried bigint, OUT given_up bigint, OUT workers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT count(*) FILTER (WHERE e.attempts < tries), now - min(e.at) FILTER (WHERE e.attempts < tries),
           count(*) FILTER (WHERE e.attempts BETWEEN 1 AND tries - 1), count(*) FILTER (WHERE e.attempts >= tries),
           (SELECT count(*) FROM platform_worker w WHERE w.seen_at > now - interval '20 seconds')
    FROM platform_event e WHERE NOT e.dispatched
$$;
"""


class Migration(migrations.Migration):
    """A monitor asks no company."""

    dependencies = [("platform", "0011_workers")]

    operations = [migrations.RunSQL(WAITING, "DROP FUNCTION platform_waiting")]
