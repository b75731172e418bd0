"""The law under which auxiliary work other than surveys is given out (AUX-01…AUX-18), shared by the kinds of forms.md §2."""

from __future__ import annotations

import re

from app.domains.tasks.fields import Law

BASE = "法释〔2016〕18号第7条"
PRICE_WORDS = re.compile(r"成交价|值多少|市场价|估值|升值|捡漏|低于市场|划算")
"""Words on value and bargain: never the agency's to write."""
ALWAYS = (
    "决定价格、降价、加价、保证金、顺位、税费负担",
    "作出通知、裁定",
    "收取费用、款项或以钥匙换款",
    "强制、威胁、锁门、扣押",
    "单独送达",
    "泄露个人信息或委托结束后留存",
    "本人或近亲属参加竞买，指导竞买",
    "向当事人承诺结果",
    "接受媒体采访",
)
"""What is never an agency's, whatever the kind (forms.md §0.3)."""


def support_law(citation: str, *never: str, by: tuple[str, ...] = ("support",)) -> Law:
    """A law with what is never the agency's: the kind's own limits first, then those of all kinds."""
    return Law(f"{BASE} · {citation}" if citation else BASE, never=(*never, *ALWAYS), agency_kinds=by)
