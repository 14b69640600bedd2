"""Digests: SM3 (GB/T 32905) over canonical JSON (RFC 8785)."""

from __future__ import annotations

from typing import IO, Any

import rfc8785
from cryptography.hazmat.primitives import hashes


def sm3(data: bytes) -> str:
    """SM3 of the bytes, in hexadecimal."""
    h = hashes.Hash(hashes.SM3())
    h.update(data)
    return h.finalize().hex()


def sm3_of(file: IO[bytes]) -> str:
    """SM3 of a file from where it stands to its end, block by block."""
    h = hashes.Hash(hashes.SM3())
    while block := file.read(1024 * 1024):
        h.update(block)
    return h.finalize().hex()


def digest(value: Any) -> str:
    """SM3 of a JSON value in its canonical form; floats have no place in the record."""
    return sm3(rfc8785.dumps(value))
