"""The words of subjects and texts: data in words.toml, replaced by a court's own; checked so that nothing but case number and kind of act can stand in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domains.audit.service import record
from app.domains.messages.catalogue import KINDS, OTHER, TEST
from app.domains.messages.tables import MessageWording
from app.infra.unit_of_work import Reading, Work, for_house, within
from app.kernel.errors import Invalid, NotFound

SHEET = Path(__file__).with_name("words.toml")
KNOWN = ("事项", "案号", "项数", "明细", "链接")
IN_SUBJECT = frozenset({"事项", "案号", "项数"})
MOST_SUBJECT, MOST_TEXT = 60, 500
GATHERED = "gathered"
_TITLES = {"text.one": "正文：一条", "text.gathered": "正文：汇总", "text.test": "正文：测试", "subject.gathered": "标题：汇总", "subject.test": "标题：测试"}
_DIGITS = re.compile(r"\d{6,}|@")


@cache
def usual_words() -> Mapping[str, str]:
    """The house's words by name: subject.<kind>, subject.gathered, text.one …"""
    sheet = tomllib.loads(SHEET.read_text(encoding="utf-8"))
    return {f"{part}.{name}": text for part, rows in sheet.items() for name, text in rows.items()}


def title_of(name: str) -> str:
    """What a text is called on the page."""
    return _TITLES.get(name) or f"标题：{KINDS.get(name.partition('.')[2], OTHER).title}"


def own_words(session: Session, court_id: str | None) -> Mapping[str, str]:
    """A court's own words by name; one query. The house itself asks."""
    rows = session.scalars(for_house(select(MessageWording).where(MessageWording.court_id == court_id)))
    return {row.name: row.text for row in rows}


def list_own(r: Reading, court_id: str | None) -> Sequence[MessageWording]:
    """A court's own words, for its administrator."""
    return r.session.scalars(within(select(MessageWording).where(MessageWording.court_id == court_id), "court")).all()


def set_words(w: Work, court_id: str, name: str, text: str) -> None:
    """Replace a text; '' goes back to the house's. Invalid says what cannot stand there."""
    if name not in usual_words():
        raise NotFound
    words = text.strip().replace("\r\n", "\n")
    check_words(name, words)
    w.session.execute(delete(MessageWording).where(MessageWording.court_id == court_id, MessageWording.name == name))
    if words and words != usual_words()[name]:
        w.session.add(MessageWording(court_id=court_id, name=name, text=words, changed_by=w.actor.id, changed_at=w.now))
    record(w, "message.worded", "wording", name, f"消息文案 {title_of(name)}：{'改为本院文案' if words else '恢复系统文案'}")


def check_words(name: str, words: str) -> None:
    """Invalid for a data name that does not exist, for one that a subject must not carry, for what looks like a number or address, for too many signs."""
    subject = name.startswith("subject.")
    most = MOST_SUBJECT if subject else MOST_TEXT
    if len(words) > most or (subject and "\n" in words):
        raise Invalid(f"最多 {most} 字" + ("，不能换行" if subject else ""), field="text")
    if _DIGITS.search(words):
        raise Invalid("文案里不能写号码或邮箱", field="text")
    for used in _names(words):
        if used not in KNOWN:
            raise Invalid(f"“{{{used}}}”不是可用数据；可用：{'、'.join(KNOWN)}", field="text")
        if subject and used not in IN_SUBJECT:
            raise Invalid(f"标题里不能有 {{{used}}}", field="text")


def filled(words: str, data: Mapping[str, str]) -> str:
    """The words with their data; a line whose data is all empty is left out."""
    return "\n".join(line.format_map(data) for line in words.split("\n") if not (used := _names(line)) or any(data.get(each) for each in used))


def _names(words: str) -> list[str]:
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        raise Invalid("花括号不成对", field="text") from None
    if any(name is not None and (spec or turned) for _, name, spec, turned in parts):
        raise Invalid("花括号里只能写数据的名称", field="text")
    return [name for _, name, _, _ in parts if name is not None]


def subject_name(kind: str) -> str:
    """Which words head a message of a kind."""
    return f"subject.{kind if kind in KINDS or kind in (TEST, GATHERED) else OTHER.code}"
