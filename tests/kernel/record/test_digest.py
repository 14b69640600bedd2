"""Digests against the standard's own example, and canonical JSON."""

import pytest
import rfc8785

from xiezhi.kernel.record.digest import digest, sm3


def test_sm3_of_abc_is_the_one_in_the_standard() -> None:
    # GB/T 32905-2016, appendix A.1
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_order_of_keys_does_not_matter_and_values_do() -> None:
    assert digest({"a": 1, "b": "二"}) == digest({"b": "二", "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


def test_what_json_cannot_say_exactly_is_refused() -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        digest({"a": float("nan")})
