"""What the settings make out of the home: its secret and its database."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

# IMMEDIATE: a transaction that reads and then writes would otherwise fail at once when another one writes.
# synchronous=FULL: with less, a power cut loses records whose success was already said.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON"),
}
POOL = {"min_size": 1, "max_size": 8, "timeout": 20}


def secret(path: Path) -> str:
    """Read the platform's secret at `path`; made on first use, readable by its owner alone.

    Written aside and linked into place, so that two processes starting together agree on one.
    """
    if not path.exists():
        handle, aside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(aside)
    return path.read_text(encoding="ascii")


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`; SQLite in the home when `url` is empty."""
    config: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{home / 'xiezhi.sqlite3'}"))
    options: dict[str, Any] = dict(config.get("OPTIONS") or {})
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE | options
    else:
        # Pooled connections are checked out for one request each; Django wants no age of its own with a pool.
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {"pool": POOL} | options
    return config


def openid(environ: Mapping[str, str]) -> dict[str, Any]:
    """Allauth's settings of the OpenID provider named in XIEZHI_OIDC (address|client id|name); none without it."""
    address, _, rest = environ.get("XIEZHI_OIDC", "").partition("|")
    client, _, name = rest.partition("|")
    if not address:
        return {}
    app = {
        "provider_id": "court", "name": name or address, "client_id": client, "secret": environ.get("XIEZHI_OIDC_SECRET", ""),
        "settings": {"server_url": address},
    }  # fmt: skip
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
