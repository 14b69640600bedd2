"""Who exists and who holds which post from when to when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Person(models.Model):
    """A human being or an organisation. Two records of one person are joined by `merged_into`, never deleted."""

    KINDS = [("person", "自然人"), ("organisation", "法人或其他组织")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS, default="person")
    name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=40, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    def __str__(self) -> str:
        return self.name


class Court(models.Model):
    """A court hosted in this installation; `parent` is the code of its court of appeal by default."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=4)
    parent = models.CharField(max_length=12, blank=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A division of a court (立案庭, 民事审判第一庭 …), from a day until a day."""

    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="divisions")
    name = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "name", "since"], name="division_once")]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """A person holds a post of posts.toml in a court, from a day until a day (last day included)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.CharField(max_length=40)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="holdings")
    division = models.ForeignKey(Division, null=True, blank=True, on_delete=models.PROTECT)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["court", "post"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.post} {self.court_id}"


class Account(models.Model):
    """The sign-in of one person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")

    def __str__(self) -> str:
        return self.person.name
