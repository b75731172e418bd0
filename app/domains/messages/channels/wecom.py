"""A robot of a WeCom group (企业微信群机器人): POST {address}?key=…, JSON {"msgtype": "text", "text": {"content"}}, answer {"errcode", "errmsg"}.

A text is 2048 bytes of UTF-8 at most; a robot takes 20 messages a minute (45009).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.domains.messages.channel import Channel, ChannelField, Reach
from app.domains.messages.robots import post_to_robot
from app.domains.messages.types import Parcel

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
MOST_BYTES = 2048
LATER = frozenset({-1, 45009, 45033})
WORDS = {93000: "机器人地址不对，或机器人已移除", 45009: "发送太快，被限流", 45033: "并发太多，被限流", 40058: "参数不对", 44004: "内容为空", 45002: "内容太长"}


def send(parcel: Parcel, settings: Mapping[str, str], reach: Reach) -> None:
    """One text to the group."""
    text = parcel.whole.encode()[:MOST_BYTES].decode(errors="ignore")
    content = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
    post_to_robot(settings["robot_url"], {"key": settings["key"]}, content, reach, later=LATER, words=WORDS, usual=ADDRESS)


CHANNEL = Channel(
    "wecom",
    "企业微信群",
    "message",
    "发到本院的一个企业微信群；同一件事只发一条",
    send,
    (
        ChannelField("robot_url", "机器人地址", "私有部署填本单位的地址", ADDRESS, address=True, required=True),
        ChannelField("key", "key", "机器人地址中 key= 之后的部分", secret=True, required=True),
    ),
    personal=False,
    place=3,
)
