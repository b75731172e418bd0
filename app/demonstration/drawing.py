"""An invented signature as a finger would draw it: for the demonstration only."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw


def drawn_signature(name: str) -> bytes:
    """A PNG of 640 × 320 with a few strokes; the same name gives the same strokes."""
    chance = random.Random(name)
    image = Image.new("RGB", (640, 320), "white")
    pen = ImageDraw.Draw(image)
    x, y = 60, 160
    for _ in range(len(name) * 5):
        nx, ny = min(600, x + chance.randint(10, 45)), max(40, min(280, y + chance.randint(-80, 80)))
        pen.line([(x, y), (nx, ny)], fill=(20, 28, 60), width=6, joint="curve")
        x, y = nx, ny
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
