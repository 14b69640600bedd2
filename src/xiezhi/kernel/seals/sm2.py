"""SM2 signatures over SM3 (GB/T 32918.2, GB/T 32905) by OpenSSL's libcrypto; nothing of the curve is computed here.

Keys travel as DER: private ones as PKCS#8, public ones as SubjectPublicKeyInfo. A signature is DER (r, s). The signer's
identity in the digest Z is the standard's default. Checked in the tests against gmalg and against OpenSSL's own tool.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

IDENTITY = b"1234567812345678"
LONGEST = 128


class SealError(Exception):
    """A key that cannot be read, or a library that cannot sign."""


def new_key() -> bytes:
    """A new private key, PKCS#8 DER."""
    lib = _lib()
    with (
        _held(lib.EVP_PKEY_Q_keygen(None, None, b"SM2"), lib.EVP_PKEY_free) as key,
        _held(lib.EVP_PKEY2PKCS8(key), lib.PKCS8_PRIV_KEY_INFO_free) as boxed,
    ):
        return _der(lib.i2d_PKCS8_PRIV_KEY_INFO, boxed)


def public_of(private: bytes) -> bytes:
    """The public key of a private one, SubjectPublicKeyInfo DER."""
    with _private(private) as key:
        return _der(_lib().i2d_PUBKEY, key)


def sign(private: bytes, message: bytes) -> bytes:
    """The signature of a message, DER."""
    lib = _lib()
    with _private(private) as key, _signing(key) as context:
        _must(lib.EVP_DigestSignInit(context, None, lib.EVP_sm3(), None, key))
        length, out = ctypes.c_size_t(LONGEST), ctypes.create_string_buffer(LONGEST)
        _must(lib.EVP_DigestSign(context, out, ctypes.byref(length), message, len(message)))
        return out.raw[: length.value]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that of this message by this key."""
    lib = _lib()
    with _public(public) as key, _signing(key) as context:
        _must(lib.EVP_DigestVerifyInit(context, None, lib.EVP_sm3(), None, key))
        return int(lib.EVP_DigestVerify(context, signature, len(signature), message, len(message))) == 1


@contextmanager
def _private(der: bytes) -> Iterator[Any]:
    lib = _lib()
    with (
        _held(_read(lib.d2i_PKCS8_PRIV_KEY_INFO, der), lib.PKCS8_PRIV_KEY_INFO_free) as boxed,
        _held(lib.EVP_PKCS82PKEY(boxed), lib.EVP_PKEY_free) as key,
    ):
        yield key


@contextmanager
def _public(der: bytes) -> Iterator[Any]:
    with _held(_read(_lib().d2i_PUBKEY, der), _lib().EVP_PKEY_free) as key:
        yield key


@contextmanager
def _signing(key: Any) -> Iterator[Any]:
    """A digest context whose Z has the default identity."""
    lib = _lib()
    with (
        _held(lib.EVP_MD_CTX_new(), lib.EVP_MD_CTX_free) as context,
        _held(lib.EVP_PKEY_CTX_new(key, None), lib.EVP_PKEY_CTX_free) as options,
    ):
        _must(lib.EVP_PKEY_CTX_set1_id(options, IDENTITY, len(IDENTITY)))
        lib.EVP_MD_CTX_set_pkey_ctx(context, options)
        yield context


@contextmanager
def _held(pointer: Any, free: Callable[[Any], Any]) -> Iterator[Any]:
    if not pointer:
        raise SealError("libcrypto could not read or make the key")
    try:
        yield pointer
    finally:
        free(pointer)


def _must(code: int) -> None:
    if code != 1:
        raise SealError("libcrypto refused to sign or to verify")


def _read(reader: Any, der: bytes) -> Any:
    start = ctypes.c_char_p(der)
    return reader(None, ctypes.byref(start), len(der))


def _der(writer: Any, thing: Any) -> bytes:
    out = ctypes.c_void_p()
    length = writer(thing, ctypes.byref(out))
    if length <= 0:
        raise SealError("libcrypto could not write the key")
    try:
        return ctypes.string_at(out, length)
    finally:
        _lib().CRYPTO_free(out, b"", 0)


@cache
def _lib() -> Any:
    name = ctypes.util.find_library("crypto")
    if not name:
        raise SealError("libcrypto (OpenSSL 3) is not installed")
    lib: Any = ctypes.CDLL(name)
    pointers = (
        "EVP_PKEY_Q_keygen EVP_PKEY2PKCS8 EVP_PKCS82PKEY d2i_PKCS8_PRIV_KEY_INFO d2i_PUBKEY EVP_MD_CTX_new "
        "EVP_PKEY_CTX_new EVP_sm3"
    )
    for function in pointers.split():
        getattr(lib, function).restype = ctypes.c_void_p
    void, size, text = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
    takes = {
        "EVP_PKEY_Q_keygen": [void, text, text], "EVP_PKEY2PKCS8": [void], "EVP_PKCS82PKEY": [void],
        "EVP_PKEY_free": [void], "PKCS8_PRIV_KEY_INFO_free": [void], "EVP_MD_CTX_free": [void], "EVP_PKEY_CTX_free": [void],
        "EVP_PKEY_CTX_new": [void, void], "EVP_PKEY_CTX_set1_id": [void, text, ctypes.c_int],
        "EVP_MD_CTX_set_pkey_ctx": [void, void],
        "EVP_DigestSignInit": [void, void, void, void, void], "EVP_DigestVerifyInit": [void, void, void, void, void],
        "EVP_DigestSign": [void, void, void, text, size], "EVP_DigestVerify": [void, text, size, text, size],
        "i2d_PKCS8_PRIV_KEY_INFO": [void, void], "i2d_PUBKEY": [void, void], "CRYPTO_free": [void, text, ctypes.c_int],
        "d2i_PKCS8_PRIV_KEY_INFO": [void, void, ctypes.c_long], "d2i_PUBKEY": [void, void, ctypes.c_long],
    }  # fmt: skip
    for function, types in takes.items():
        getattr(lib, function).argtypes = types
    return lib
