"""Stored files and their links."""

from django.db import models


class StoredFile(models.Model):
    """A file as it was sent or received, named by the SHA-256 of its content. Append-only."""

    company_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content = models.BinaryField()
    stored_at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "documents_stored_file"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "digest", "name"], name="documents_stored_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class FileLink(models.Model):
    """Says that a file belongs to a document, in a role such as pdf, xml or attachment. Append-only."""

    company_id = models.BigIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    role = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "documents_file_link"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "subject_kind", "subject_id", "role", "file"], name="documents_file_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.subject_kind} {self.subject_id}"
