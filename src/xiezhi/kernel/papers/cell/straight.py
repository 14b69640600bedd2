"""A crooked page set straight: the angle at which its lines of writing lie most sharply apart."""

from __future__ import annotations

import numpy as np
from PIL import Image

MOST, STEP, LEAST = 6.0, 0.25, 0.4  # degrees
SMALL = 700


def straightened(picture: Image.Image) -> Image.Image:
    """The picture turned by its own skew, if it has any worth turning for."""
    angle = skew(picture)
    return turned(picture, angle) if abs(angle) >= LEAST else picture


def turned(picture: Image.Image, angle: float) -> Image.Image:
    """Turned by degrees against the clock, grown to hold the corners, on white."""
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def skew(picture: Image.Image) -> float:
    """Degrees against the clock by which to turn the picture; 0 for an empty one."""
    grey = picture.convert("L")
    grey.thumbnail((SMALL, SMALL))
    values = np.asarray(grey, dtype=np.float32)
    ink = Image.fromarray(((values < values.mean() - 0.5 * values.std()) * 255).astype(np.uint8))
    if not ink.getbbox():
        return 0.0
    angles = np.arange(-MOST, MOST + STEP, STEP)
    sharp = [_sharpness(ink, float(angle)) for angle in angles]
    best = int(np.argmax(sharp))
    # Without writing every angle is as good as another: then nothing is turned.
    return float(angles[best]) if sharp[best] > 1.15 * sharp[len(angles) // 2] else 0.0


def _sharpness(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle), dtype=np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
