"""Personal tokens: a program acts for a person who gave it one. Only the hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.digest import sm3

# A use is noted at most so often: reading must not write each time.
NOTED_EVERY = timedelta(minutes=1)


class Token(models.Model):
    """One token of an account, from a moment until a moment. It gives what the account's person may do, no more."""

    hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


def issue(account: Account, days: int) -> str:
    """A new token, good for so many days; this is the only time that its text is known. It begins with its name."""
    name = f"xz_{secrets.token_hex(6)}"
    text = f"{name}_{secrets.token_urlsafe(32)}"
    now = clock.now()
    Token.objects.create(hash=hash_of(text), account=account, name=name, since=now, until=now + timedelta(days=days))
    return text


def revoke(prefix: str) -> list[str]:
    """End the one token in force whose name begins so; returns the names found, and ends none if they are several."""
    now = clock.now()
    found = list(Token.objects.filter(_in_force(now), name__startswith=prefix[:20]))
    if len(found) == 1:
        Token.objects.filter(pk=found[0].pk).update(until=now)
    return [token.name for token in found]


def account_of(text: str) -> Account | None:
    """The account of a token that is in force now and whose user may sign in; notes the use."""
    now = clock.now()
    found = Token.objects.filter(_in_force(now), hash=hash_of(text), account__user__is_active=True)
    token = found.select_related("account__user", "account__person").first()
    if token is None:
        return None
    if token.last_used is None or now - token.last_used > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used=now)
    return token.account


def _in_force(now: datetime) -> Q:
    return Q(since__lte=now, until__gt=now)


def hash_of(text: str) -> str:
    """A token has 256 random bits, so a plain hash is enough."""
    return sm3(text.encode("utf-8", "replace"))
