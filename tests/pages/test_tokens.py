"""Every pair of colours that the styles put together can be read: 4.5:1 for text, 3:1 for edges and focus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src/xiezhi/pages/static/pages"
TOKENS = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", (STATIC / "tokens.css").read_text("utf-8")))
TEXT = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "brand-soft"), ("ink", "warn-soft"), ("ink", "ok-soft"),
    ("ink", "bad-soft"), ("ink", "focus"), ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"),
    ("ink-soft", "brand-soft"), ("brand", "surface"), ("brand", "paper"), ("brand", "brand-soft"), ("on-brand", "brand"),
    ("on-brand", "brand-deep"), ("on-deep-soft", "brand-deep"), ("ok", "ok-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"),
    ("bad", "surface"), ("on-brand", "seal"),
]  # fmt: skip
EDGES = [("edge", "surface"), ("edge", "paper"), ("brand", "paper"), ("focus", "brand-deep")]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1677ff", "#ffffff") == pytest.approx(4.10, abs=0.01)


@pytest.mark.parametrize("text,ground", TEXT)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("edge,ground", EDGES)
def test_edges_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(TOKENS[edge], TOKENS[ground]) >= 3


def test_styles_take_colours_from_the_tokens() -> None:
    allowed = {"#fff", "#000", "#555", "#bbb", "#b86e00", "#fafbfc"}
    for sheet in STATIC.glob("*.css"):
        if sheet.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text("utf-8"))) <= allowed, sheet.name
