"""Working things of the door: reasons given, the log of reading. No rule reads them and they are no record."""

from __future__ import annotations

from django.db import models

from xiezhi.kernel.people.models import Person
from xiezhi.kernel.record.models import Matter


class Stated(models.Model):
    """Why somebody wants to look at a matter that is shown only for a reason; it holds until a moment."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "person", "until"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.matter_id}"


class Look(models.Model):
    """One reading of one thing: who, when, as what, which matter, what in it (`what`: page, paper/3.0, export …), why.

    `task`: whether whoever looked stands in a relation to the matter; else only a post let him in.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    held = models.CharField(max_length=200)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=140)
    grade = models.CharField(max_length=40)
    why = models.CharField(max_length=300, blank=True)
    task = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"]), models.Index(fields=["matter", "-at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.what}"
