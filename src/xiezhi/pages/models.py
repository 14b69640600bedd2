"""Working things of the pages: no rule reads them and they are no record."""

from __future__ import annotations

from django.conf import settings
from django.db import models


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
