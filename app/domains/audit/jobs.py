"""The trail's tick: the sequencer runs every two seconds."""

from __future__ import annotations

from app.domains.audit.sealing import seal
from app.infra.house import House, Tick


def _seal(house: House) -> None:
    seal(house)


TICKS = (Tick("audit.seal", 2.0, _seal),)
