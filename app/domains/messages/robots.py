"""What the group robots have in common: a secret in the address, a JSON answer with errcode, and a limit of messages a minute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from app.domains.messages.channel import Reach, check_status
from app.domains.messages.types import Again, Refused, Unclear
from app.infra.http import Answer


def post_to_robot(address: str, asked: Mapping[str, str], content: str, reach: Reach, *, later: frozenset[int], words: Mapping[int, str], usual: str) -> None:
    """Post to a robot; a private network is reached only at an address that the court itself set."""
    answer = reach.post(f"{address}?{urlencode(asked)}", content.encode(), {}, intranet=address != usual)
    check_status(answer)
    said = _said(answer)
    code = said["errcode"]
    if code == 0:
        return
    told = f"机器人返回 {code}：{words.get(code) or str(said.get('errmsg', ''))[:80]}"
    raise Again(told) if code in later else Refused(told)


def _said(answer: Answer) -> dict[str, Any]:
    """The answer's object with a whole errcode; Unclear for one that cannot be understood: the message may stand in the group."""
    try:
        said = json.loads(answer.content)
    except ValueError:
        said = None
    if not isinstance(said, dict) or type(said.get("errcode")) is not int:
        raise Unclear("机器人的回答无法识别")
    return said
