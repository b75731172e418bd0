"""The lot that a decision is about, and what the law says to the ground: beside the question of stopping it or letting it go on."""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.approvals.tables import Approval
from app.domains.rounds.queries import get_round
from app.domains.rounds.rules import ROUND_NAMES, RoundStatus
from app.domains.rounds.showing import site_title
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading
from app.law.rulebook import cite
from app.law.stopping import RESUME_RULE, RESUME_SAYS, STOP_GROUNDS, WITHDRAW_GROUNDS
from app.web.formats import moment, money
from app.web.states import look


@dataclass(frozen=True)
class Says:
    """What one rule says."""

    rule: str
    says: str

    @property
    def citation(self) -> str:
        """The article."""
        return cite(self.rule)


@dataclass(frozen=True)
class LotCard:
    """`facts`: label and words; `law`: to the ground, then to going on; `warning` '' where the lot's state raises none."""

    facts: tuple[tuple[str, str], ...]
    law: tuple[Says, ...]
    warning: str


def lot_card(r: Reading, approval: Approval) -> LotCard:
    """The lot as the site showed it last; one query."""
    found = get_round(r, approval.subject_id)
    ground = (STOP_GROUNDS | WITHDRAW_GROUNDS).get(str(approval.figures.get("ground", "")))
    resumes = Says(RESUME_RULE, RESUME_SAYS)
    law = (*((Says(ground.rule, ground.says),) if ground else ()), *(() if approval.kind == "withdrawal" else (resumes,)))
    return LotCard(_facts(found), law, _warning(found, approval, began=r.now >= found.opens_at))


def _facts(found: Round) -> tuple[tuple[str, str], ...]:
    price = found.final_price or found.current_price
    bids = f"{found.bid_count} 次，当前价 {money(price)} 元" if price and found.bid_count else "暂无出价"
    return (
        ("拍次", f"{found.title} · {ROUND_NAMES.get(found.round_no, '')}"),
        ("平台", f"{site_title(found.site)} · 拍品编号 {found.lot_id or '待登记'}"),
        ("状态", look("round", found.status).word),
        ("开拍", moment(found.opens_at)),
        ("结束", moment(found.ends_at)),
        ("起拍价", f"{money(found.start_price)} 元"),
        ("报名", f"{found.applicants} 人" if found.applicants is not None else "—"),
        ("出价", bids),
        ("最近读取", moment(found.read_at) if found.read_at else "尚未读取"),
    )


def _warning(found: Round, approval: Approval, *, began: bool) -> str:
    if approval.kind == "withdrawal" and began and found.status != RoundStatus.AWAITING:
        return "已到开拍时间：第17条针对拍卖开始前，竞价期间先行停止的适用第28条"
    return ""
