"""Fill an empty home with a demonstration court: people, accounts, matters in many stages (xiezhi demo)

All names say 演示; every account has the same password: XIEZHI_DEMO_PASSWORD, else one made up and kept in the home.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiezhi.kernel.people.models import Person

PLATFORM = True
WRONG_CALL = 2
COURT = "京0101"
MATTERS, DAYS, SEED = 16, 45, 2024
PUBLIC = {
    "zhangming": ("演示张明", "110101199003077758"),
    "lihua": ("演示李华", "110101198506125120"),
    "wangfang": ("演示王芳", "110101199211302147"),
    "liuyang": ("演示刘洋", "110101197808160533"),
}


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demonstration: what to sign in with, who it is, as what."""

    username: str
    name: str
    role: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(args: argparse.Namespace) -> int:
    """Build, and name the accounts; 2 when the home is not empty."""
    if not is_empty():
        print("the home is not empty; set XIEZHI_HOME to another folder", file=sys.stderr)
        return WRONG_CALL
    build()
    tell()
    return 0


def is_empty() -> bool:
    """Whether there is neither a court nor a person yet."""
    from xiezhi.kernel.people.models import Court, Person

    return not Court.objects.exists() and not Person.objects.exists()


def build() -> None:
    """Two courts, everybody in them, four members of the public, and matters lived through until yesterday: all or nothing."""
    from django.db import transaction

    from xiezhi.kernel.periods import clock
    from xiezhi.simulation.growing import grow

    start = clock.today() - timedelta(days=DAYS)
    with transaction.atomic():
        grow(
            courts=1, matters=MATTERS, days=DAYS, seed=SEED, start=start, codes=[COURT],
            enter_public=_public, progress=lambda text: print(text, file=sys.stderr),
        )  # fmt: skip
        _accounts()


def _public() -> list[Person]:
    from xiezhi.kernel.people.models import Person
    from xiezhi.kernel.record.ids import new_id

    return [
        Person.objects.create(
            id=new_id(), name=name, id_number=number, phone=f"1000000000{n}", address="北京市东城区演示路1号"
        )
        for n, (name, number) in enumerate(PUBLIC.values(), 1)
    ]


def _accounts() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    from xiezhi.kernel.people.models import Account, Holding, Person

    # Hashed once: a slow hash for each of fifty accounts would make the first start a minute longer.
    hashed = make_password(password())
    found: dict[str, Person] = {}
    for held in Holding.objects.select_related("person").order_by("court", "post", "person__name"):
        stem = f"{held.post}-{held.court_id[1:]}"
        n = sum(1 for name in found if name.partition(".")[0] == stem)
        found[f"{stem}.{n + 1}" if n else stem] = held.person
    found |= {name: Person.objects.get(id_number=number) for name, (_, number) in PUBLIC.items()}
    for username, person in found.items():
        user = get_user_model().objects.create(username=username, password=hashed)
        Account.objects.create(user=user, person=person)


def password() -> str:
    """The password of all demonstration accounts, made up once for a home and kept there, readable by its owner."""
    from django.conf import settings

    if given := os.environ.get("XIEZHI_DEMO_PASSWORD"):
        return given
    path = Path(settings.XIEZHI_HOME) / "demonstration-password"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text(encoding="ascii")


def logins() -> list[Login]:
    """The demonstration accounts of this home, the public first."""
    from xiezhi.kernel.people.models import Account, Holding
    from xiezhi.kernel.procedure.book import law

    posts = law().posts
    roles: dict[object, str] = {}
    held = Holding.objects.filter(court__demonstration=True).select_related("court").order_by("court", "post")
    for row in held:
        roles.setdefault(row.person_id, f"{row.court.name}　{posts[row.post].title if row.post in posts else row.post}")
    rows = Account.objects.select_related("user", "person").order_by("user__username")
    public = [Login(r.user.username, r.person.name, "群众") for r in rows if r.user.username in PUBLIC]
    return public + [Login(r.user.username, r.person.name, roles[r.person_id]) for r in rows if r.person_id in roles]


def tell() -> None:
    """Name the accounts and their password; nothing where the courts are real."""
    found = logins()
    if not found:
        return
    for login in found:
        print(f"  {login.username:<26}{login.name}　{login.role}")
    print(f"  密码（全部演示账号）：{password()}", flush=True)
