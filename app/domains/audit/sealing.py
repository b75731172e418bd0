"""The sequencer: orders committed rows, gives each its leaf, signs a checkpoint and copies it out of the database."""

from __future__ import annotations

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key
from sqlalchemy import Select, select

from app.domains.audit.tables import TrailCheckpoint, TrailLeaf, TrailRow
from app.domains.audit.tree import START, chained, content_of, grow, leaf_of, peaks_from, root_of, statement
from app.infra.house import House

BATCH = 500


def seal(house: House) -> int:
    """Seal all rows that have no leaf yet, in batches; how many. Safe to run anywhere, any time: one sequencer works at a time."""
    sealed = 0
    while batch := _seal_batch(house):
        sealed += batch
    return sealed


def _seal_batch(house: House) -> int:
    with house.database.read() as session:
        if session.scalar(_unsealed().limit(1)) is None:
            return 0
    with house.database.write() as session, session.begin():
        if not house.database.alone(session, "audit.seal"):
            return 0
        rows = session.scalars(_unsealed().limit(BATCH)).all()
        if not rows:
            return 0
        last = session.scalar(select(TrailCheckpoint).order_by(TrailCheckpoint.size.desc()).limit(1))
        size, chain, peaks = (last.size, last.chain, peaks_from(last.peaks)) if last else (0, START, [])
        for row in rows:
            leaf = leaf_of(content_of(row))
            chain, peaks = chained(chain, leaf), grow(peaks, leaf)
            session.add(TrailLeaf(index=size, row_id=row.id, leaf=leaf, chain=chain))
            size += 1
        key = signing_key(house.settings.data)
        at, root = house.clock.now(), root_of(peaks)
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        signature = key.sign(statement(size, chain, root, at)).hex()
        session.add(TrailCheckpoint(size=size, chain=chain, root=root, peaks=[list(peak) for peak in peaks], at=at, key=public, signature=signature))
    _copy_out(house.settings.data, {"size": size, "chain": chain, "root": root, "at": at.isoformat(), "key": public, "signature": signature})
    return len(rows)


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The house's key for checkpoints; made once, readable by its owner only."""
    path = data / "keys" / "trail.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        path.chmod(0o600)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return key


def public_key(data: Path) -> str | None:
    """The house's own public key as hex, or None when it never sealed anything: checkpoints of another key are forged."""
    if not (data / "keys" / "trail.pem").exists():
        return None
    return signing_key(data).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def copies(data: Path) -> Path:
    """Checkpoints outside the database; an operator carries this file to places that the house cannot rewrite."""
    return data / "checkpoints.jsonl"


def _copy_out(data: Path, checkpoint: dict[str, object]) -> None:
    with copies(data).open("a", encoding="utf-8") as file:
        file.write(json.dumps(checkpoint) + "\n")


def _unsealed() -> Select[TrailRow]:
    return select(TrailRow).outerjoin(TrailLeaf, TrailLeaf.row_id == TrailRow.id).where(TrailLeaf.index.is_(None)).order_by(TrailRow.id)
