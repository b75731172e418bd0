"""The forced day as it goes: which step may be ticked now, what a thing must show, and the record that is signed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domains.vacating.plan_rules import STEPS
from app.kernel.errors import Invalid


class Sort(StrEnum):
    """Kinds of things; the last five have their own rule."""

    GOODS = "goods"
    VALUABLE = "valuable"
    CASH = "cash"
    DOCUMENT = "document"
    ANIMAL = "animal"
    PERISHABLE = "perishable"
    HAZARD = "hazard"


class Handling(StrEnum):
    """What becomes of a thing (papers.md 29)."""

    TO_DEBTOR = "to_debtor"
    SEALED = "sealed"
    ABANDONED = "abandoned"
    SOLD = "sold"
    TO_THIRD = "to_third"


SORTS = {
    Sort.GOODS: "一般物品",
    Sort.VALUABLE: "贵重物品",
    Sort.CASH: "现金",
    Sort.DOCUMENT: "证件、药品",
    Sort.ANIMAL: "动物",
    Sort.PERISHABLE: "易腐物品",
    Sort.HAZARD: "危险物品",
}
HANDLINGS = {
    Handling.TO_DEBTOR: "交付被执行人",
    Handling.SEALED: "封存保管",
    Handling.ABANDONED: "现场放弃",
    Handling.SOLD: "易腐变卖",
    Handling.TO_THIRD: "移交第三人",
}
TWO_PERSONS = frozenset({Sort.VALUABLE, Sort.CASH, Sort.ANIMAL, Sort.PERISHABLE})
_VAGUE = ("杂物一批", "杂物若干", "物品一批", "一批杂物")
CAPACITIES = {
    "officer": "执行人员",
    "witness": "见证人",
    "notary": "公证员",
    "debtor": "被执行人",
    "family": "成年家属",
    "keeper": "保管人",
    "other": "其他到场人",
}
NEEDED_CAPACITIES = ("officer", "witness")
NEEDED_BEFORE = {
    "unlock": ("arrive", "witness", "tell"),
    "inventory": ("unlock",),
    "disputes": ("arrive",),
}


@dataclass(frozen=True)
class Thing:
    """A thing as the phone sends it."""

    client_id: str
    sort: str
    room: str
    name: str
    handling: str
    box_no: str = ""
    features: str = ""
    quantity: int = 1
    unit: str = "件"
    condition: str = ""
    seal_no: str = ""
    taker: str = ""
    second: str = ""


def check_thing(thing: Thing, *, photos: int) -> None:
    """Invalid names what a row lacks: photo, seal for what is kept, the second person, who took it; never 杂物一批."""
    faults = [*_named(thing), *_handled(thing)]
    if not photos:
        faults.append(("photos", "每件至少一张照片"))
    if thing.sort in TWO_PERSONS and not thing.second.strip():
        faults.append(("second", f"{SORTS[Sort(thing.sort)]}须两人清点，写明第二人"))
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))


def _named(thing: Thing) -> list[tuple[str, str]]:
    faults = []
    if thing.sort not in SORTS:
        faults.append(("sort", "选择种类"))
    if not thing.name.strip() or any(word in thing.name for word in _VAGUE):
        faults.append(("name", "一物一行，写明品名，不写“杂物一批”"))
    if not thing.room.strip():
        faults.append(("room", "写明房间"))
    if thing.quantity < 1:
        faults.append(("quantity", "数量至少为 1"))
    return faults


def _handled(thing: Thing) -> list[tuple[str, str]]:
    if thing.handling not in HANDLINGS:
        return [("handling", "选择处置")]
    faults = []
    if thing.handling == Handling.SEALED and not thing.seal_no.strip():
        faults.append(("seal_no", "封存保管的写封条号"))
    if thing.handling in (Handling.TO_DEBTOR, Handling.TO_THIRD) and not thing.taker.strip():
        faults.append(("taker", "写明接收人"))
    if thing.handling == Handling.SOLD and thing.sort != Sort.PERISHABLE:
        faults.append(("handling", "只有易腐物品可以变卖"))
    if thing.sort == Sort.DOCUMENT and thing.handling == Handling.ABANDONED:
        faults.append(("handling", "证件、药品当场交付本人，不能放弃"))
    return faults


def check_tick(code: str, steps: Mapping[str, Any]) -> None:
    """A step that needs others before it waits for them; entering needs the people, the witness and the telling (CP-02)."""
    if code not in STEPS or code in ("sign", "end"):
        raise Invalid("没有这个步骤", field="code")
    missing = [STEPS[each] for each in NEEDED_BEFORE.get(code, ()) if each not in steps]
    if missing:
        raise Invalid(f"先完成：{'、'.join(missing)}（民诉法第261条第二款）", field="code")


def record_text(
    head: Sequence[tuple[str, str]], steps: Sequence[tuple[str, str, str]], roll: Sequence[str], things: Sequence[str], videos: Sequence[str] = ()
) -> str:
    """The record that those present sign: head, who came, the steps with their times, the things one by one, the recordings with their digests."""
    lines = ["强制腾空笔录", *(f"{name}：{words or '无'}" for name, words in head), "到场人员："]
    lines += [f"　{each}" for each in roll] or ["　无"]
    lines += ["经过："]
    lines += [f"　{at} {title}{'：' + note if note else ''}" for at, title, note in steps] or ["　无"]
    lines += [f"物品清单（共 {len(things)} 件次）："]
    lines += [f"　{each}" for each in things] or ["　室内无遗留物品"]
    if videos:
        lines += ["录像：", *(f"　{each}" for each in videos)]
    return "\n".join([*lines, "以上内容经在场人核对，签名确认。拒绝签名的，记明理由。"])


def missing_to_end(signed: Mapping[str, str], steps: Mapping[str, Any], *, with_notary: bool) -> list[str]:
    """What the day lacks before it ends as cleared: steps, and the signatures of those who must (`signed`: capacity to way).

    A notary whom the plan names signs too; debtor or adult family may refuse or stay away, which is written down (CP-02).
    """
    needed = (*NEEDED_CAPACITIES, *(("notary",) if with_notary else ()))
    lacks = [STEPS[code] for code in ("arrive", "witness", "tell", "unlock", "inventory") if code not in steps]
    lacks += [f"{CAPACITIES[each]}签名" for each in needed if signed.get(each) in (None, "refused")]
    if not {"debtor", "family"} & signed.keys():
        lacks.append("被执行人或成年家属签名（不在场或拒签的记明）")
    return lacks
