"""What lies on a person's desk: notifications, requests for decisions, views of lists."""

from django.db import models


class Notification(models.Model):
    """Something that one person was told: what, about which record, by whom, and whether it was read."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    title = models.CharField(max_length=300)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "governance_notification"
        indexes = [
            models.Index(fields=["company_id", "user_id", "id"], name="governance_notification_own"),
            models.Index(
                fields=["company_id", "user_id"],
                name="governance_notification_unread",
                condition=models.Q(read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NotificationChoice(models.Model):
    """Kinds of notifications that a person does not want; no row means all."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    unwanted = models.JSONField(default=list)

    class Meta:
        db_table = "governance_notification_choice"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "user_id"], name="governance_notification_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: not {self.unwanted}"


class DecisionRequest(models.Model):
    """Somebody asks those with the duty to decide on a hold; it ends with the hold, or is withdrawn."""

    company_id = models.BigIntegerField()
    hold_id = models.BigIntegerField()
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "governance_decision_request"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "hold_id", "asked_by"],
                name="governance_decision_request_once",
                condition=models.Q(withdrawn_at=None),
            )
        ]
        indexes = [models.Index(fields=["company_id", "asked_by", "id"], name="governance_request_asker")]

    def __str__(self) -> str:
        return f"hold {self.hold_id}, asked by {self.asked_by}"


class SavedView(models.Model):
    """A view of a list that a person keeps: filters, sort and columns; shared with a role, or the own first one."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    screen = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    role_id = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        db_table = "governance_saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "user_id", "screen", "name"], name="governance_saved_view_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.screen}"


class ListChoice(models.Model):
    """How a person wants a list to look: columns shown or hidden that usually are not; on no list, the density of all.

    It is a convenience of one person and has no history.
    """

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    screen = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=dict)
    density = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "governance_list_choice"
        constraints = [
            models.UniqueConstraint(fields=["company_id", "user_id", "screen"], name="governance_list_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.screen} of {self.user_id}"
