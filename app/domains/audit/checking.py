"""Verbs on the trail itself: verify it and export it; each is a row of the trail."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.domains.audit.sealing import seal
from app.domains.audit.service import record
from app.domains.audit.verifying import Verdict, export, verify_database
from app.infra.house import House
from app.kernel.actor import Actor
from app.kernel.errors import NotNow


def verify(house: House, actor: Actor) -> Verdict:
    """Seal what is open, check the whole trail, and record what was found."""
    seal(house)
    with house.database.read() as session:
        verdict = verify_database(session, house.settings.data)
    with house.work(actor) as w:
        words = f"校验审计记录：{verdict.rows} 行，封存 {verdict.checkpoints} 处，{verdict.broken or '断点 0'}"
        record(w, "trail.verified", "trail", str(verdict.rows), words, result="ok" if verdict.ok else "broken")
    return verdict


def export_for(house: House, actor: Actor, purpose: str) -> bytes:
    """The sealed trail as one file, without the words about cases; the export is in it. NotNow while the trail is broken (M-81)."""
    seal(house)
    with house.database.read() as session:
        if broken := verify_database(session, house.settings.data).broken:
            raise NotNow(f"审计记录有断点，停止导出：{broken}", code="trail_broken")
    with house.work(actor) as w:
        record(w, "trail.exported", "trail", "sealed", f"导出审计记录，用途：{purpose}")
    seal(house)
    with tempfile.TemporaryDirectory() as folder, house.database.read() as session:
        file = Path(folder) / "trail.jsonl"
        export(session, file, words=False)
        return file.read_bytes()
