"""The record's tables. Only `writer` writes them; `tables` says which are folded from events."""

from __future__ import annotations

import uuid

from django.db import models

from xiezhi.kernel.people.models import Court, Division, Person


class Matter(models.Model):
    """Anything the court has open. Six columns; it never grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    state = models.CharField(max_length=40)
    opened = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["court", "procedure", "state"]),
            models.Index(fields=["court", "-opened", "id"]),
            models.Index(fields=["number"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["court", "number"], condition=~models.Q(number=""), name="number_once_in_a_court"
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)


class Event(models.Model):
    """One act done. Insert-only: the database refuses to change or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    procedure = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    which = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    minute = models.TimeField(null=True)
    at = models.DateTimeField()
    data = models.JSONField()
    law = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    salt = models.CharField(max_length=32)
    prev = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.seq} {self.act}"


class Row(models.Model):
    """A row folded from the events of one matter, under a key."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE)
    key = models.CharField(max_length=120)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="%(class)s_once")]


class Mark(Row):
    """A mark that stands on a matter, or on one party of it (key name/which)."""

    since = models.DateField()


class Fact(Row):
    """What was said last for a field, under its slug: typed once, used everywhere."""

    value = models.JSONField()
    grade = models.CharField(max_length=40, blank=True)


class Party(Row):
    """Someone who takes part: p1, p2 … `of` is the party whom a counsel speaks for."""

    role = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="person")
    name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    filer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    of = models.CharField(max_length=20, blank=True, default="")
    active = models.BooleanField(default=True)
    data = models.JSONField(default=dict)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["person"]), models.Index(fields=["filer"]), models.Index(fields=["name"])]


class Assigned(Row):
    """Who carries the matter, in which role."""

    role = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["person", "role"]), models.Index(fields=["division"])]


class Period(Row):
    """A clock: what started it, when it ends and why. `history` are its facts, `steps` the reasons in words."""

    name = models.CharField(max_length=60)
    which = models.CharField(max_length=60, blank=True, default="")
    rule = models.CharField(max_length=60)
    owner = models.CharField(max_length=60)
    started = models.CharField(max_length=16, blank=True, default="")
    due = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=12)
    provisional = models.CharField(max_length=200, blank=True, default="")
    warn = models.PositiveSmallIntegerField(default=0)
    then = models.CharField(max_length=60, blank=True, default="")
    history = models.JSONField(default=dict)
    steps = models.JSONField(default=list)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["state", "due"])]


class Item(Row):
    """A row entered in a record of the law book (a claim, a piece of evidence, a hearing): key record.n."""

    record = models.CharField(max_length=40)
    when = models.CharField(max_length=16, blank=True, default="")
    data = models.JSONField(default=dict)
    grade = models.CharField(max_length=40, blank=True, default="")

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["record", "when"])]


class Paper(Row):
    """A paper and its meaning; the bytes lie under their digest."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    media = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    act = models.CharField(max_length=60)
    on = models.DateField()
    name = models.CharField(max_length=200, blank=True, default="")
    grade = models.CharField(max_length=40, blank=True, default="")
    to = models.JSONField(default=list)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["digest"])]


class Link(Row):
    """Kin elsewhere, and for a child or a matter opened by a message: which act its end brings back."""

    kind = models.CharField(max_length=20)
    court = models.CharField(max_length=12)
    other = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True, default="")
    procedure = models.CharField(max_length=60, blank=True, default="")
    returns = models.JSONField(default=dict)


class Right(Row):
    """What one person has, or is denied, from a day until a day (last day included) beyond posts and relations.

    kind: `read` the matter `target` (leave to read it), `deny` it (withdrawn, in conflict), or hold `post` in the court of
    this matter by delegation.
    """

    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40, blank=True, default="")
    division = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["person", "kind"]), models.Index(fields=["target", "person"])]


class Done(Row):
    """How often an act was done (key act or act/which), first and last."""

    n = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()


class Outcome(Row):
    """How the matter was closed, for statistics."""

    outcome = models.CharField(max_length=40)
    on = models.DateField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["outcome", "on"])]


class Entry(Row):
    """One side of a double entry, in fen; the entries of one event sum to zero."""

    account = models.CharField(max_length=60)
    party = models.CharField(max_length=20, blank=True, default="")
    fen = models.BigIntegerField()
    purpose = models.CharField(max_length=60)
    on = models.DateField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["account"])]


class Counter(models.Model):
    """The last number given, by court, year and type: numbers have no gap and no double.

    `brought`: the highest that came from another system; up to it there may be gaps, since that system's other cases stay there.
    """

    court = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    case_type = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "year", "case_type"], name="counter_once")]


class Leaf(models.Model):
    """The place of an event in the order of the record: what the tree of proofs is built over. Given once, in batches."""

    position = models.PositiveBigIntegerField(primary_key=True)
    # No key of the database: a leaf whose event was removed must stay, to tell of it.
    event = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)


class Node(models.Model):
    """The hash over 256 leaves, or over 256 such nodes: what keeps a proof over millions of events short to make."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="node_once")]


class Head(models.Model):
    """A signed head of the record: its size and root at a moment, by the key of a court."""

    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    court = models.CharField(max_length=12)
    public = models.CharField(max_length=256)
    signature = models.CharField(max_length=256)

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
