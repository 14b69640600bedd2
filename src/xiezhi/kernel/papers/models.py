"""What was read of papers. It is made from their bytes alone, so it is no record: thrown away, it is read again."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    """The work of reading one paper, by its digest: waiting, then read. `until`: a worker has it until then."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=8)
    pages = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.state}"


class Page(models.Model):
    """One page: its text line by line, each [x, y, width, height, text, certainty] in dots of the page's picture.

    `source`: layer (the file's own text), seen (recognised), text (a DOCX or a text), failed (could not be read: `tries`
    ran out). `flat` is the text without blanks, which is what a search looks through.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="sheets")
    n = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=8, default="")
    lines = models.JSONField(default=list)
    flat = models.TextField(default="", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "n"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.reading_id[:12]} p{self.n}"

    @property
    def read(self) -> bool:
        return bool(self.source)
