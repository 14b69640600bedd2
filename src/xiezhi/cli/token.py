"""A personal token for programs that act for a person, shown once

xiezhi token USERNAME [--days N]     makes one; it is printed on standard output and kept nowhere
xiezhi token --revoke PREFIX         ends the one token whose name begins so (the token begins with its name)
"""

from __future__ import annotations

import argparse
import sys

PLATFORM = True
WRONG_CALL = 2
USUAL_DAYS, MOST_DAYS = 90, 3650


def arguments(parser: argparse.ArgumentParser) -> None:
    """For whom and for how long; or which one to end."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("username", nargs="?", metavar="USERNAME")
    what.add_argument("--revoke", metavar="PREFIX", help="end the one token whose name begins so")
    parser.add_argument("--days", type=int, default=USUAL_DAYS, help=f"how long it is good for (default {USUAL_DAYS})")


def run(args: argparse.Namespace) -> int:
    """0 done; 2 when there is no such account, or not exactly one such token."""
    if not 1 <= args.days <= MOST_DAYS:
        return _wrong(f"--days: 1 to {MOST_DAYS}")
    return _revoke(args.revoke) if args.revoke else _issue(args.username or "", args.days)


def _issue(username: str, days: int) -> int:
    from xiezhi.api.models import issue
    from xiezhi.kernel.people.models import Account

    account = Account.objects.filter(user__username=username).first()
    if account is None:
        return _wrong(f"there is no account {username!r}")
    print(issue(account, days))
    return 0


def _revoke(prefix: str) -> int:
    from xiezhi.api.models import revoke

    found = revoke(prefix)
    if len(found) != 1:
        names = "".join(f"\n  {name}" for name in found)
        return _wrong(f"{len(found)} tokens in force begin with {prefix!r}; none was ended{names}")
    print(f"{found[0]} ended", file=sys.stderr)
    return 0


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG_CALL
