"""What must hold of authors and requests at all times, whatever the business."""

from throughline.platform.verification import Check, register

register(
    Check(
        "authors.operations_have_an_actor",
        7,
        "Every operation has a person or service as its actor",
        """SELECT o.company_id, o.id AS operation_id, o.name, o.actor_id FROM platform_operation o
           LEFT JOIN platform_user u ON u.id = o.actor_id WHERE {company:o} AND u.id IS NULL""",
    ),
    Check(
        "authors.history_names_operations",
        7,
        "Every change of a row was made inside an operation",
        """SELECT h.company_id, h.table_name, h.row_id, h.operation_id FROM platform_row_history h
           LEFT JOIN platform_operation o ON o.id = h.operation_id
           WHERE {company:h} AND h.company_id IS NOT NULL AND o.id IS NULL""",
    ),
    Check(
        "requests.answered_once",
        8,
        "Every idempotency key belongs to an operation that was committed, with its answer",
        """SELECT k.company_id, k.key, k.operation_id FROM platform_idempotency_key k
           LEFT JOIN platform_operation o ON o.id = k.operation_id
           WHERE {company:k} AND (o.id IS NULL OR k.result IS NULL)""",
    ),
)
