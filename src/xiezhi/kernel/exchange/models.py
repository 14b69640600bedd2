"""The outbox. A row's content is in the event that caused it; delivery state is a working thing."""

from __future__ import annotations

from django.db import models

from xiezhi.kernel.people.models import Person
from xiezhi.kernel.record.models import Event


class Message(models.Model):
    """One message: to another court (open, return) or a notice to a person. `id` is made from its event, so it is one."""

    STATES = [("waiting", "待发"), ("sent", "已发出，等回执"), ("delivered", "已办结"), ("stuck", "受阻")]

    id = models.CharField(primary_key=True, max_length=60)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10)
    court = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="messages")
    body = models.JSONField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    delivered = models.DateTimeField(null=True)
    read = models.DateTimeField(null=True)
    receipt = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["person", "read"])]

    def __str__(self) -> str:
        return self.id
