"""Notes of people on records."""

from django.db import models


class Note(models.Model):
    """What somebody wrote on a record, and whom it tells; who wrote it may withdraw it, the trail keeps it."""

    company_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    text = models.TextField()
    told = models.JSONField(default=list)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "documents_note"
        indexes = [
            models.Index(fields=["company_id", "subject_kind", "subject_id", "id"], name="documents_note_subject")
        ]

    def __str__(self) -> str:
        return self.text[:60]
