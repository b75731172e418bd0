"""Checking the trail alone: from the database or from one exported file, with nothing but hashes and the checkpoints' signatures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domains.audit.sealing import copies, public_key
from app.domains.audit.tables import TrailCheckpoint, TrailLeaf, TrailRow
from app.domains.audit.tree import ALGORITHM, START, Peaks, chained, closed, content_of, grow, leaf_of, peaks_from, root_of, statement


@dataclass(frozen=True)
class Sealed:
    """A row in its place: content (None: gone), its leaf as stored, the chain after it as stored (None: not carried)."""

    index: int
    content: dict[str, Any] | None
    leaf: str
    chain: str | None


@dataclass(frozen=True)
class Verdict:
    """What a check found: rows read, checkpoints that hold, and the first break in Chinese ('' if whole)."""

    rows: int
    checkpoints: int
    unsealed: int
    broken: str = ""

    @property
    def ok(self) -> bool:
        """Is the trail whole?"""
        return not self.broken


def verify_database(session: Session, data: Path) -> Verdict:
    """Check all sealed rows in the database against its checkpoints, the copies outside it and the house's own key."""
    sealed = select(TrailLeaf, TrailRow).outerjoin(TrailRow, TrailRow.id == TrailLeaf.row_id).order_by(TrailLeaf.index).execution_options(yield_per=1000)
    rows = (Sealed(leaf.index, content_of(row) if row else None, leaf.leaf, leaf.chain) for leaf, row in session.execute(sealed))
    checkpoints = [_plain(c) | {"peaks": c.peaks} for c in session.scalars(select(TrailCheckpoint).order_by(TrailCheckpoint.size))]
    unsealed = session.scalar(select(func.count(TrailRow.id)).outerjoin(TrailLeaf, TrailLeaf.row_id == TrailRow.id).where(TrailLeaf.index.is_(None))) or 0
    return _verify(rows, checkpoints, _outside(copies(data)), unsealed, public_key(data))


def export(session: Session, file: Path, *, words: bool = True) -> int:
    """Write the sealed trail to one file (JSON lines: header, rows in order, checkpoints); how many rows.

    words: with the sentences about cases; without them (for the auditor) their hashes stand instead and the file checks all the same.
    """
    count = 0
    with file.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"paifu_trail": ALGORITHM}) + "\n")
        sealed = select(TrailLeaf, TrailRow).join(TrailRow, TrailRow.id == TrailLeaf.row_id).order_by(TrailLeaf.index).execution_options(yield_per=1000)
        for leaf, row in session.execute(sealed):
            shown = content_of(row) if words else closed(content_of(row))
            out.write(json.dumps({"index": leaf.index, "leaf": leaf.leaf, "row": shown}, ensure_ascii=False) + "\n")
            count += 1
        for checkpoint in session.scalars(select(TrailCheckpoint).order_by(TrailCheckpoint.size)):
            out.write(json.dumps({"checkpoint": _plain(checkpoint)}) + "\n")
    return count


def verify_file(file: Path, key: str | None = None) -> Verdict:
    """Check an exported file alone. `key`: the house's public key from elsewhere; without it a file forged whole with another key is not told apart."""
    rows: list[Sealed] = []
    checkpoints: list[dict[str, Any]] = []
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (ValueError, UnicodeDecodeError):
        return Verdict(0, 0, 0, "文件不是审计导出，无法读取")
    if not lines or not isinstance(lines[0], dict) or lines[0].get("paifu_trail") != ALGORITHM:
        return Verdict(0, 0, 0, "文件不是审计导出，或版本不同")
    for line in lines[1:]:
        if "checkpoint" in line:
            checkpoints.append(line["checkpoint"])
        else:
            rows.append(Sealed(line["index"], line["row"], line["leaf"], None))
    return _verify(rows, checkpoints, [], 0, key)


def _verify(rows: Iterable[Sealed], checkpoints: list[dict[str, Any]], outside: list[dict[str, Any]], unsealed: int, key: str | None) -> Verdict:
    due = _by_size([*checkpoints, *outside])
    peaks: Peaks = []
    size, chain, held = 0, START, 0
    for row in rows:
        if row.index != size or row.content is None:
            return Verdict(size, held, unsealed, f"第 {size + 1} 行缺失")
        leaf = leaf_of(row.content)
        if leaf != row.leaf:
            return Verdict(size, held, unsealed, f"第 {size + 1} 行被改动（应为 {row.leaf[:4]}…，实为 {leaf[:4]}…）")
        size, chain, peaks = size + 1, chained(chain, leaf), grow(peaks, leaf)
        if row.chain not in (None, chain):
            return Verdict(size, held, unsealed, f"第 {size} 行的链值被改动")
        for checkpoint in due.pop(size, ()):
            if fault := _fault(checkpoint, chain, peaks, key):
                return Verdict(size, held, unsealed, f"第 {size} 行处的封存不符：{fault}")
            held += 1
    if due:
        return Verdict(size, held, unsealed, f"封存到第 {max(due)} 行，现只有 {size} 行：末尾被删除")
    sealed_to = max((int(each["size"]) for each in checkpoints), default=0)
    if size > sealed_to:
        return Verdict(size, held, unsealed, f"第 {sealed_to + 1} 行起没有封存签名")
    return Verdict(size, held, unsealed)


def _fault(checkpoint: dict[str, Any], chain: str, peaks: Peaks, key: str | None) -> str:
    root = root_of(peaks)
    if (checkpoint["chain"], checkpoint["root"]) != (chain, root) or peaks_from(checkpoint.get("peaks", peaks)) != peaks:
        return "内容与签名时不同"
    if key is not None and checkpoint["key"] != key:
        return "不是本院的封存密钥"
    try:
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["key"]))
        signer.verify(bytes.fromhex(checkpoint["signature"]), statement(checkpoint["size"], chain, root, datetime.fromisoformat(checkpoint["at"])))
    except (InvalidSignature, ValueError):
        return "签名无效"
    return ""


def _by_size(checkpoints: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    grouped: dict[int, list[dict[str, Any]]] = {}
    for checkpoint in checkpoints:
        grouped.setdefault(int(checkpoint["size"]), []).append(checkpoint)
    return grouped


def _outside(file: Path) -> list[dict[str, Any]]:
    return list(_lines(file)) if file.exists() else []


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _plain(checkpoint: TrailCheckpoint) -> dict[str, Any]:
    return {
        "size": checkpoint.size,
        "chain": checkpoint.chain,
        "root": checkpoint.root,
        "at": checkpoint.at.isoformat(),
        "key": checkpoint.key,
        "signature": checkpoint.signature,
    }
