"""Short messages to phones: handed to a gateway. The one that comes with the platform writes files, for a real one to take away.

What must not be recorded (a code to sign in) goes this way; what a court says to a party is an event and a Message.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.ids import new_id


def folder() -> Path:
    """Where messages wait for the gateway: a JSON file each, readable by the platform's user alone."""
    return Path(settings.XIEZHI_HOME) / "outgoing" / "sms"


def send(to: str, words: str) -> Path:
    """Lay a message out for the gateway; it is on the disk before this returns, and whole or not there at all."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{new_id().hex}.json"
    aside = path.with_suffix(".part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump({"to": to, "words": words, "at": clock.now().isoformat()}, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    os.replace(aside, path)
    return path
