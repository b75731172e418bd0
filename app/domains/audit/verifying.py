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
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.audit.sealing import copies
from app.domains.audit.tables import TrailCheckpoint, TrailLeaf, TrailRow
from app.domains.audit.tree import ALGORITHM, START, Peaks, chained, content_of, grow, leaf_of, root_of, statement


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
    """Check all sealed rows in the database against its checkpoints and the copies outside it."""
    sealed = select(TrailLeaf, TrailRow).outerjoin(TrailRow, TrailRow.id == TrailLeaf.row_id).order_by(TrailLeaf.index).execution_options(yield_per=1000)
    rows = ((leaf.index, content_of(row) if row else None, leaf.leaf) for leaf, row in session.execute(sealed))
    checkpoints = [_plain(c) for c in session.scalars(select(TrailCheckpoint).order_by(TrailCheckpoint.size))]
    unsealed = len(session.scalars(select(TrailRow.id).outerjoin(TrailLeaf, TrailLeaf.row_id == TrailRow.id).where(TrailLeaf.index.is_(None))).all())
    outside = _outside(copies(data))
    return _verify(rows, checkpoints, outside, unsealed)


def export(session: Session, file: Path) -> int:
    """Write the sealed trail to one file (JSON lines: header, rows in order, checkpoints); how many rows."""
    count = 0
    with file.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"paifu_trail": ALGORITHM}) + "\n")
        sealed = select(TrailLeaf, TrailRow).join(TrailRow, TrailRow.id == TrailLeaf.row_id).order_by(TrailLeaf.index).execution_options(yield_per=1000)
        for leaf, row in session.execute(sealed):
            out.write(json.dumps({"index": leaf.index, "leaf": leaf.leaf, "row": content_of(row)}, ensure_ascii=False) + "\n")
            count += 1
        for checkpoint in session.scalars(select(TrailCheckpoint).order_by(TrailCheckpoint.size)):
            out.write(json.dumps({"checkpoint": _plain(checkpoint)}) + "\n")
    return count


def verify_file(file: Path) -> Verdict:
    """Check an exported file alone."""
    rows: list[tuple[int, dict[str, Any] | None, str]] = []
    checkpoints: list[dict[str, Any]] = []
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (ValueError, UnicodeDecodeError):
        return Verdict(0, 0, 0, "文件不是审计导出，无法读取")
    if not lines or lines[0].get("paifu_trail") != ALGORITHM:
        return Verdict(0, 0, 0, "文件不是审计导出，或版本不同")
    for line in lines[1:]:
        if "checkpoint" in line:
            checkpoints.append(line["checkpoint"])
        else:
            rows.append((line["index"], line["row"], line["leaf"]))
    return _verify(rows, checkpoints, checkpoints, 0)


def _verify(rows: Iterable[tuple[int, dict[str, Any] | None, str]], checkpoints: list[dict[str, Any]], outside: list[dict[str, Any]], unsealed: int) -> Verdict:
    due = _by_size([*checkpoints, *outside])
    peaks: Peaks = []
    size, chain, held = 0, START, 0
    for index, content, stored in rows:
        if index != size or content is None:
            return Verdict(size, held, unsealed, f"第 {size + 1} 行缺失")
        leaf = leaf_of(content)
        if leaf != stored:
            return Verdict(size, held, unsealed, f"第 {size + 1} 行被改动（应为 {stored[:4]}…，实为 {leaf[:4]}…）")
        size, chain, peaks = size + 1, chained(chain, leaf), grow(peaks, leaf)
        for checkpoint in due.pop(size, ()):
            if fault := _fault(checkpoint, chain, root_of(peaks)):
                return Verdict(size, held, unsealed, f"第 {size} 行处的封存不符：{fault}")
            held += 1
    if due:
        return Verdict(size, held, unsealed, f"封存到第 {max(due)} 行，现只有 {size} 行：末尾被删除")
    if size and not held:
        return Verdict(size, held, unsealed, "没有任何封存签名")
    return Verdict(size, held, unsealed)


def _fault(checkpoint: dict[str, Any], chain: str, root: str) -> str:
    if (checkpoint["chain"], checkpoint["root"]) != (chain, root):
        return "内容与签名时不同"
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["key"]))
        key.verify(bytes.fromhex(checkpoint["signature"]), statement(checkpoint["size"], chain, root, datetime.fromisoformat(checkpoint["at"])))
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
