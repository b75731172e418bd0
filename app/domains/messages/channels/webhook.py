"""A signed webhook to a system of the court (docs/webhook.md): JSON, HMAC-SHA-256 over timestamp and body; the same Paifu-Delivery at every try."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from app.domains.messages.channel import Channel, ChannelField, Reach, check_status
from app.domains.messages.types import Parcel
from app.kernel.ids import canonical

VERSION = "v1"


def send(parcel: Parcel, settings: Mapping[str, str], reach: Reach) -> None:
    """One POST; any 2xx takes it."""
    body = body_of(parcel)
    stamp = str(int(parcel.at.timestamp()))
    headers = {"Paifu-Delivery": parcel.key, "Paifu-Timestamp": stamp, "Paifu-Signature": f"{VERSION}={sign_of(settings['secret'], stamp, body)}"}
    check_status(reach.post(settings["hook_url"], body, headers, intranet=True))


def body_of(parcel: Parcel) -> bytes:
    """The JSON that is sent: no name, address or amount; `to` is the login of whom it is for."""
    said = {"id": parcel.key, "kind": parcel.kind, "subject": parcel.subject, "count": parcel.count, "case_no": parcel.case_no, "link": parcel.link}
    return canonical({**said, "to": parcel.to})


def sign_of(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA-256 over `stamp.body` in hex; stamp is seconds since 1970 as text."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


CHANNEL = Channel(
    "webhook",
    "接口推送",
    "link",
    "推送到本院办公系统，带签名；格式见 docs/webhook.md",
    send,
    (
        ChannelField("hook_url", "接收地址", "须为 https；可填内网地址", address=True, required=True),
        ChannelField("secret", "签名密钥", "与接收方约定，至少 32 位", secret=True, required=True),
    ),
    place=4,
)
