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


class BankFile(models.Model):
    """A file of the bank as it was read: its bytes are kept by digest, its broken lines are listed."""

    court = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    new = models.IntegerField()
    again = models.IntegerField()
    broken = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "digest"], name="bank_file_once")]

    def __str__(self) -> str:
        return f"{self.court} {self.name}"


class BankRow(models.Model):
    """One line of the bank. The same line in many files is one row."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="rows")
    court = models.CharField(max_length=12)
    reference = models.CharField(max_length=100)
    on = models.DateField()
    fen = models.BigIntegerField()
    who = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "reference"], name="bank_row_once")]

    def __str__(self) -> str:
        return f"{self.court} {self.reference}"


class Explained(models.Model):
    """Why the bank and the court differ at one place; said once, with the name of who said it."""

    court = models.CharField(max_length=12)
    key = models.CharField(max_length=120)
    why = models.CharField(max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "key"], name="explained_once")]

    def __str__(self) -> str:
        return f"{self.court} {self.key}"


class PasswordDate(models.Model):
    """When somebody's password was last set: read only where a court demands renewal."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
