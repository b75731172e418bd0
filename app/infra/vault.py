"""The vault: short secrets (keys of sites) are kept in the database only encrypted, under a key derived from SECRET_KEY for this alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

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

    @cached_property
    def _fernet(self) -> Fernet:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(self.secret_key.encode())
        return Fernet(base64.urlsafe_b64encode(key))


def vault_of(session: Session) -> Vault:
    """The vault of the house that a session belongs to."""
    vault: Vault = session.info[VAULT]
    return vault
