"""Imports of files, what came of their rows, kept mappings, and the names that other systems use."""

from django.db import models


class Import(models.Model):
    """A file on its way in: uploaded, mapped, checked, under way, done, undone. `counts` and `sums` reconcile it.

    `wanted` says what a worker is to do or does (check, commit, undo), on behalf of whom and within which scopes of a
    token; `rows_past` how far it is, `trouble` why it came to nothing.
    """

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    file_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)
    wanted = models.CharField(max_length=10, blank=True, default="", db_default="")
    wanted_by = models.BigIntegerField(null=True)
    wanted_at = models.DateTimeField(null=True)
    wanted_scopes = models.JSONField(null=True)
    rows_past = models.IntegerField(default=0, db_default=0)
    stop_asked = models.BooleanField(default=False, db_default=False)
    trouble = models.TextField(blank=True, default="", db_default="")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "integrations_import"
        indexes = [models.Index(fields=["company_id", "id"], name="integrations_import_newest")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name}"


class ImportRow(models.Model):
    """What a line of a file would become, then what became of it, from what to what."""

    company_id = models.BigIntegerField()
    import_id = models.BigIntegerField()
    line = models.IntegerField()
    key = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="checked")
    field = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    documents = models.JSONField(default=dict)

    class Meta:
        db_table = "integrations_import_row"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "import_id", "line"], name="integrations_import_row_line")
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}"


class ImportMapping(models.Model):
    """Which heading of a file fills which field, kept by name for the next file of its kind."""

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)

    class Meta:
        db_table = "integrations_import_mapping"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "kind", "name"], name="integrations_import_mapping_name")
        ]

    def __str__(self) -> str:
        return self.name


class ExternalId(models.Model):
    """How another system (`source`) calls something: it is not brought in twice, and its later messages find it.

    `kind` and `document_id` are those of the record's reference; an id that came with a file names the import.
    """

    company_id = models.BigIntegerField()
    source = models.CharField(max_length=60, default="import", db_default="import")
    kind = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    document_id = models.BigIntegerField()
    import_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "integrations_external_id"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "source", "kind", "external_id"], name="integrations_external_id_once"
            )
        ]
        indexes = [models.Index(fields=["company_id", "kind", "document_id"], name="integrations_external_id_of")]

    def __str__(self) -> str:
        return self.external_id
