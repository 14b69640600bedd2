"""Working things of the desk: no rule reads them and they are no record."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Visit(models.Model):
    """When somebody last looked at today, and when the time before: what is newer is news."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last = models.DateTimeField()
    before = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.last}"
