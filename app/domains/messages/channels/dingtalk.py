r"""A robot of a DingTalk group (自定义机器人): POST {address}?access_token=…&timestamp=…&sign=…, JSON {"msgtype": "text", …}, answer {"errcode", "errmsg"}.

With a secret (加签) sign is base64(HMAC-SHA256(secret, "{timestamp}\n{secret}")), timestamp in milliseconds, good for an hour.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from app.domains.messages.channel import Channel, ChannelField, Reach
from app.domains.messages.robots import post_to_robot
from app.domains.messages.types import Parcel

ADDRESS = "https://oapi.dingtalk.com/robot/send"
LATER = frozenset({-1, 130101, 410100, 90030})
"""系统繁忙, and three words for more than 20 messages a minute."""
WORDS = {
    310000: "安全设置不符：签名、关键词或来源地址",
    300001: "access_token 不对",
    400101: "access_token 不存在",
    400102: "机器人已停用",
    400013: "群已解散",
    400106: "机器人不存在",
    130101: "发送太快，被限流",
    410100: "发送太快，被限流",
    90030: "发送太快，被限流",
}


def send(parcel: Parcel, settings: Mapping[str, str], reach: Reach) -> None:
    """One text to the group."""
    asked = {"access_token": settings["access_token"], **_signed(settings.get("sign_secret", ""), parcel.at)}
    content = json.dumps({"msgtype": "text", "text": {"content": parcel.whole}, "at": {"isAtAll": False}}, ensure_ascii=False)
    post_to_robot(settings["robot_url"], asked, content, reach, later=LATER, words=WORDS, usual=ADDRESS)


def sign_of(secret: str, stamp: str) -> str:
    """The signature of a stamp (milliseconds as text), not yet encoded for an address."""
    return base64.b64encode(hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()).decode()


def _signed(secret: str, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp() * 1000))
    return {"timestamp": stamp, "sign": sign_of(secret, stamp)} if secret else {}


CHANNEL = Channel(
    "dingtalk",
    "钉钉群",
    "message-circle",
    "发到本院的一个钉钉群；同一件事只发一条",
    send,
    (
        ChannelField("robot_url", "机器人地址", "专有钉钉填本单位的地址", ADDRESS, address=True, required=True),
        ChannelField("access_token", "access_token", "机器人地址中 access_token= 之后的部分", secret=True, required=True),
        ChannelField("sign_secret", "加签密钥", "机器人安全设置为“加签”时填写，以 SEC 开头", secret=True),
    ),
    personal=False,
    place=2,
)
