"""The open platform's signature (TOP document 101617): md5, hmac, hmac-sha256. Pure; proved by worked vectors in tests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum


class Method(StrEnum):
    """sign_method as the platform spells it."""

    MD5 = "md5"
    HMAC = "hmac"
    HMAC_SHA256 = "hmac-sha256"


def text_to_sign(params: Mapping[str, str]) -> str:
    """All text parameters but `sign`, sorted by name, name+value joined with nothing between."""
    return "".join(f"{name}{value}" for name, value in sorted(params.items()) if name != "sign")


def sign(params: Mapping[str, str], secret: str, method: Method = Method.HMAC_SHA256) -> str:
    """Upper hex signature over the parameters as they are sent (`sign_method` among them)."""
    text = text_to_sign(params)
    if method is Method.MD5:
        return hashlib.md5(f"{secret}{text}{secret}".encode(), usedforsecurity=False).hexdigest().upper()
    digest = "md5" if method is Method.HMAC else "sha256"
    return hmac.new(secret.encode(), text.encode(), digest).hexdigest().upper()
