"""The vault: short secrets (keys of sites) are kept in the database only encrypted, under a key derived from SECRET_KEY for this alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import structlog
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

log = structlog.get_logger()
PURPOSE = b"paifu vault 1"
VAULT = "vault"


class Locked(RuntimeError):
    """Sealed under another key, or altered: SECRET_KEY was changed since."""


@dataclass(frozen=True)
class Vault:
    """Seals and opens text (Fernet: AES-128-CBC with HMAC-SHA256; key by HKDF-SHA256, RFC 5869)."""

    secret_key: str = field(repr=False)

    def seal(self, text: str) -> str:
        """Text → what the database keeps; never the same twice."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again; Locked when the key is another or a byte was changed."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Locked("密钥已更换，保存的内容无法解开") from None

    def open_or_blank(self, sealed: str, **whose: str) -> str:
        """The text, or '' for one sealed under another key: as good as not set. The page says so; the log names whose it was."""
        try:
            return self.open(sealed)
        except Locked:
            log.warning("a sealed secret cannot be opened", **whose)
            return ""

    def resealed(self, kept: Mapping[str, str], name: str, typed: str, *, cleared: bool) -> tuple[dict[str, str], str]:
        """Sealed secrets by name after one field of a form, and what the trail says of it: typed replaces, left empty stays, cleared goes."""
        if typed:
            return {**kept, name: self.seal(typed)}, "已更换"
        if cleared and name in kept:
            return {each: value for each, value in kept.items() if each != name}, "已清除"
        return dict(kept), ""

    @cached_property
    def _fernet(self) -> Fernet:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(self.secret_key.encode())
        return Fernet(base64.urlsafe_b64encode(key))


def vault_of(session: Session) -> Vault:
    """The vault of the house that a session belongs to."""
    vault: Vault = session.info[VAULT]
    return vault
