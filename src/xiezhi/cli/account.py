"""Sign an account out everywhere, close it, or open it again

xiezhi account USERNAME --out        ends every session of the account
xiezhi account USERNAME --close      the same, and nobody signs in to it or uses its tokens until --open
xiezhi account USERNAME --open       signing in is possible again
"""

from __future__ import annotations

import argparse
import sys

PLATFORM = True
WRONG_CALL = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which account, and what is done with it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("username", metavar="USERNAME")
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("out", "close", "open"):
        what.add_argument(f"--{name}", action="store_true")


def run(args: argparse.Namespace) -> int:
    """0 done; 2 when there is no such account."""
    from django.contrib.auth import SESSION_KEY, get_user_model
    from django.contrib.sessions.models import Session

    user = get_user_model().objects.filter(username=args.username).first()
    if user is None:
        print(f"there is no account {args.username!r}", file=sys.stderr)
        return WRONG_CALL
    if not args.out:
        user.is_active = bool(args.open)
        user.save(update_fields=["is_active"])
    kept = (
        [] if args.open else [s for s in Session.objects.iterator() if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    )
    ended = Session.objects.filter(pk__in=[session.pk for session in kept]).delete()[0]
    print(f"{args.username}: {'open' if user.is_active else 'closed'}, {ended} sessions ended", file=sys.stderr)
    return 0
