"""Working things of the portal; no rule reads them and they are no record."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models

from xiezhi.kernel.people.models import Person


def new_secret() -> str:
    """An address nobody can guess."""
    return secrets.token_urlsafe(24)


class Draft(models.Model):
    """A suit being written: the answers of one person to one guide, saved after each page.

    `matter` is set once, when the court has it; from then on the draft is closed. A defence is `about` a matter, and
    `which` is the defendant (p2) for whom it is written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claim_drafts")
    kind = models.CharField(max_length=60)
    court = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=dict)
    begun = models.DateTimeField()
    at = models.DateTimeField()
    matter = models.UUIDField(null=True, blank=True)
    about = models.UUIDField(null=True, blank=True)
    which = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Feed(models.Model):
    """The secret address under which a person's calendar may be fetched without signing in."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    secret = models.CharField(max_length=64, unique=True, default=new_secret)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
