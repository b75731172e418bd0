"""Questions about bidding: filled by its owner."""

from __future__ import annotations

from app.law.questions.shape import Op

OPS: dict[str, Op] = {}
