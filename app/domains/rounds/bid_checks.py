"""The eight lines of 逐次核验: what was held against every bid, with article and count. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from app.kernel.money import Money

_WORDS = {
    "duplicate": "重复记录",
    "seq_gap": "缺号",
    "seq_reversed": "次序不符",
    "time_reversed": "时间倒序",
    "before_opening": "开拍前出价",
    "after_end": "结束后出价",
    "below_start": "低于起拍价",
    "not_rising": "加价不足",
    "off_increment": "加价不足",
    "banned": "禁止竞买人",
    "no_deposit": "未交保证金",
    "gone": "出价消失",
}
_ORDER = ("duplicate", "seq_gap", "seq_reversed", "time_reversed", "before_opening", "after_end", "gone")


class Bid(Protocol):
    """A kept bid."""

    @property
    def fault(self) -> str: ...
    @property
    def fault_kind(self) -> str: ...
    @property
    def priority(self) -> bool: ...
    @property
    def extends(self) -> bool: ...


class Lot(Protocol):
    """What the checks need of a round."""

    @property
    def increment(self) -> Money: ...
    @property
    def banned(self) -> list[Any]: ...
    @property
    def answers(self) -> int: ...


class Open(Protocol):
    """A difference."""

    @property
    def field(self) -> str: ...
    @property
    def closed_at(self) -> object: ...


def short_fault(kind: str) -> str:
    """A fault in the words of the bid's row (ui.md S15)."""
    return _WORDS.get(kind, "异常")


def checks_of(lot: Lot, bids: Sequence[Bid], differences: Sequence[Open]) -> dict[str, Any]:
    """Eight lines {label, note, state ok|bad|manual}; `done` counts bids without a fault of `total`."""
    faults = Counter(bid.fault_kind for bid in bids if bid.fault)
    moved = sum(bid.extends for bid in bids)
    wrong_end = any(each.field == "延时后结束时间" and each.closed_at is None for each in differences)
    disorder, steps, low, banned = _sum(faults, *_ORDER), _sum(faults, "off_increment", "not_rising"), _sum(faults, "below_start"), _sum(faults, "banned")
    rows = [
        _line("时间先后、无缺号", disorder, "法释〔2016〕18号 第20条"),
        _line("加价幅度整数倍", steps, f"{lot.increment.grouped} 的倍数"),
        _line("不低于起拍价", low, "无效 0 次"),
        _line("延时自每次出价起 5 分钟", int(wrong_end), f"{moved} / {moved} 相符", "与平台结束时间不符"),
        _line("优先购买权同价顺位", 0, f"第21条 · {sum(bid.priority for bid in bids)} 次"),
        _banned(banned, listed=bool(lot.banned)),
        {"label": "限制消费人员竞买", "note": "需人工" if bids else "暂无出价", "state": "manual" if bids else "ok"},
        _line("平台原始回应留存", 0 if lot.answers or not bids else 1, f"{lot.answers:,} 份", "没有留存"),
    ]
    clean = sum(not bid.fault for bid in bids)
    return {"rows": rows, "done": clean, "total": len(bids)}


def _banned(hits: int, *, listed: bool) -> dict[str, Any]:
    if hits:
        return {"label": "禁止竞买人员", "note": f"第34条 · 命中 {hits} 次", "state": "bad"}
    return {"label": "禁止竞买人员", "note": "第34条 · 未命中", "state": "ok"} if listed else {"label": "禁止竞买人员", "note": "名单未登记", "state": "manual"}


def _line(label: str, bad: int, fine: str, wrong: str = "") -> dict[str, Any]:
    return {"label": label, "note": (wrong or f"异常 {bad} 次") if bad else fine, "state": "bad" if bad else "ok"}


def _sum(faults: Counter[str], *kinds: str) -> int:
    return sum(faults[kind] for kind in kinds)
