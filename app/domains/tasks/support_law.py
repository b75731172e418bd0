"""The law under which auxiliary work other than surveys is given out (AUX-01…AUX-18), shared by the kinds of forms.md §2."""

from __future__ import annotations

from app.domains.tasks.fields import Law

BASE = "法释〔2016〕18号第7条"
ALWAYS = ("收取费用、款项", "泄露个人信息或委托结束后留存", "本人或近亲属参加竞买")


def support_law(citation: str, *never: str, by: tuple[str, ...] = ("support",)) -> Law:
    """A law with what is never the agency's: the kind's own limits first, then those of all kinds."""
    return Law(f"{BASE} · {citation}" if citation else BASE, never=(*never, *ALWAYS), agency_kinds=by)
