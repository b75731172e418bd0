"""JOS signature of JD's open platform: upper MD5 over the sorted parameters between the secrets. Pure; proved by a worked vector in tests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def sign(params: Mapping[str, str], secret: str) -> str:
    """Sign exactly what is sent (`sign` itself left out); 360buy_param_json sorts first because of its digit."""
    text = "".join(f"{name}{value}" for name, value in sorted(params.items()) if name != "sign")
    return hashlib.md5(f"{secret}{text}{secret}".encode(), usedforsecurity=False).hexdigest().upper()
