"""Signatures on the screen: a drawn picture is checked by its content and its ink; the typed way needs the name and the code of exactly this text. Pure."""

from __future__ import annotations

import base64
import binascii

from app.infra.signatures import check_drawn
from app.kernel.errors import Invalid

PREFIX = "data:image/png;base64,"
MOST_TEXT = 480_000
CODE_DIGITS = 6


def picture_of(text: str) -> bytes:
    """The PNG of a data address from the pad; Invalid (M-79) for what is no drawn signature: too short, blank, another kind of file."""
    if not text.startswith(PREFIX) or len(text) > MOST_TEXT:
        raise Invalid("没有收到签名：请在框内书写", field="signature")
    try:
        content = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("签名图片不完整，请重签", field="signature") from error
    check_drawn(content)
    return content


def check_code(digest: str) -> str:
    """核对码: six digits that belong to one text; whoever types it has had this text before the eyes."""
    return f"{int(digest[:15], 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def typed_signature(signer: str, digest: str, name: str, code: str) -> bytes:
    """The kept form of the typed way: the name as typed, bound to the text's digest; Invalid when name or code do not fit."""
    if name.strip() != signer:
        raise Invalid(f"姓名与签名人不符：应为 {signer}", field="signature")
    if code.strip() != check_code(digest):
        raise Invalid("核对码不对：按本页笔录下方的核对码输入", field="signature")
    return f"键入签名\n{signer}\n{digest}\n".encode()
