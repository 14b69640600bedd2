"""Who holds the keys of seals: a folder here, a device behind the same two questions elsewhere.

A court's private key lies encrypted (SM4 in GCM, under a key made from the secret of the installation); its public key
lies in the clear beside it, to be given to whoever checks a paper.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from xiezhi.kernel.seals import sm2

NONCE, TAG, SALT = 12, 16, 16


class KeyHolder(Protocol):
    """Signs for a court without ever showing its private key."""

    def public(self, court: str) -> bytes:
        """The court's public key, SubjectPublicKeyInfo DER."""

    def sign(self, court: str, message: bytes) -> bytes:
        """The court's SM2 signature of a message, DER."""


class Folder:
    """Keys in a folder; a court's key is made when it is first asked for. `secret` opens them all."""

    def __init__(self, place: Path, secret: str) -> None:
        self.place, self.secret = place, secret.encode()

    def public(self, court: str) -> bytes:
        """See `KeyHolder`. `SealError` when the secret does not open the key."""
        return sm2.public_of(self._private(court))

    def sign(self, court: str, message: bytes) -> bytes:
        """See `KeyHolder`. `SealError` when the secret does not open the key."""
        return sm2.sign(self._private(court), message)

    def known(self) -> dict[str, str]:
        """Court → public key (hex), as handed to those who check papers; made for no court by asking."""
        return {path.stem: json.loads(path.read_text("utf-8"))["public"] for path in sorted(self.place.glob("*.json"))}

    def _private(self, court: str) -> bytes:
        path = self.place / f"{court}.key"
        if not path.exists():
            self._make(court)
        data = path.read_bytes()
        salt, nonce, tag, boxed = (
            data[:SALT],
            data[SALT:][:NONCE],
            data[SALT + NONCE :][:TAG],
            data[SALT + NONCE + TAG :],
        )
        opener = Cipher(algorithms.SM4(self._opening(salt)), modes.GCM(nonce, tag)).decryptor()
        try:
            return opener.update(boxed) + opener.finalize()
        except InvalidTag:
            raise sm2.SealError(f"the secret does not open the key of {court}") from None

    def _make(self, court: str) -> None:
        private, salt, nonce = sm2.new_key(), secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
        closer = Cipher(algorithms.SM4(self._opening(salt)), modes.GCM(nonce)).encryptor()
        boxed = closer.update(private) + closer.finalize()
        self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(self.place / f"{court}.key", salt + nonce + closer.tag + boxed)
        public = json.dumps(
            {"court": court, "algorithm": "SM2 with SM3", "public": self.public(court).hex()}, ensure_ascii=False
        )
        (self.place / f"{court}.json").write_text(public + "\n", "utf-8")

    def _opening(self, salt: bytes) -> bytes:
        return Scrypt(salt=salt, length=16, n=2**12, r=8, p=1).derive(self.secret)


def _write_once(path: Path, data: bytes) -> None:
    """On the disk before it returns; of two writers at once the first counts."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
