"""Working things of the pages: no rule reads them and they are no record."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from xiezhi.kernel.people.models import Person


class Draft(models.Model):
    """What somebody has typed into the form at a path and not sent: name -> values as posted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.path}"


class Upload(models.Model):
    """A file that comes in part by part. Its bytes lie in the home until it is whole; then `digest` names the kept paper.

    state: receiving, kept, refused (`code` and `says` tell why). How much has come is the length of the file itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="receiving")
    digest = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=8, blank=True, default="")
    pages = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True, default="")
    says = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "state"]), models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Note(models.Model):
    """What somebody wrote beside a page of the file: for oneself, or for those who work on the matter too."""

    matter = models.UUIDField()
    paper = models.CharField(max_length=60)
    page = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)
    shared = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "paper", "page"])]

    def __str__(self) -> str:
        return f"{self.paper} p{self.page}"
