"""Keyed digests: numbers of a small space (identity numbers, phones) are compared without being kept. Nobody can try them out without SECRET_KEY."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from app.infra.vault import vault_of

PURPOSE = b"paifu register 1"


def keyed_digest(session: Session, kind: str, text: str) -> str:
    """HMAC-SHA-256 of a plain text under the house's key, 64 hex characters; '' for an empty text. kind keeps a phone apart from an equal account."""
    return hmac.new(_key(vault_of(session).secret_key), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest() if text else ""


@lru_cache(maxsize=8)
def _key(secret_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
