"""How far the guide's case has come, read from its own rows in one query: fourteen steps, each done by a fact, never by a click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.desk.guide_sheet import NUMBER
from app.domains.accounts.tables import Person
from app.domains.approvals.tables import Approval
from app.domains.assets.tables import Asset
from app.domains.cases.tables import Case, CasePanel
from app.domains.handovers.tables import Handover
from app.domains.plans.tables import Plan
from app.domains.rounds.tables import Round
from app.domains.settlements.tables import Settlement
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.infra.unit_of_work import Reading, for_house

Facts = dict[str, Any]


@dataclass(frozen=True)
class GuideStep:
    """One step: who, where, what to do, and the fact that shows it done. `page` may name ids of the facts."""

    title: str
    logins: tuple[str, ...]
    act: str
    page: str
    needs: str
    done: Callable[[Facts], bool]


STEPS = (
    GuideStep("导入案件", ("clerk",), "下载表格，在导入页选择它，看过预览后按“全部导入”", "/cases/import", "", lambda f: bool(f["case"])),
    GuideStep("组成合议庭", ("judge",), "审判长孔令舟，成员谭慕云、罗景行", "/cases/{case}/panel", "case", lambda f: f["seats"] >= 3),
    GuideStep("派出现场调查", ("clerk",), "选设备调查和安衡（排名不在第一的写理由），期限七天", "/tasks/new?asset={asset}", "asset", lambda f: bool(f["task"])),
    GuideStep("机构接收", ("agency",), "勾选没有利害关系，派给卢小帆", "/tasks/{task}", "task", lambda f: bool(f["taken"])),
    GuideStep("现场填报并交回", ("worker",), "填写各项，拍齐必拍照片，按“交回”", "/m/tasks/{task}", "task", lambda f: bool(f["handed_back"])),
    GuideStep(
        "退回一次，再验收", ("clerk", "worker"), "书记员逐项写明原因退回；机构补正后再交回，验收通过", "/tasks/{task}", "task", lambda f: bool(f["accepted"])
    ),
    GuideStep(
        "确定参考价", ("clerk",), "议价：录入双方相同的报价；或者发起网络询价，等报告到齐", "/assets/{asset}/valuation", "asset", lambda f: bool(f["priced"])
    ),
    GuideStep("拟方案，提交合议庭", ("clerk",), "起拍价不低于参考价七成；右侧核对没有违反后提交", "/plans/{plan}", "asset", lambda f: bool(f["submitted"])),
    GuideStep("三人表决", ("judge", "panel1", "panel2"), "各自登录，对五项逐一表决", "/panels", "plan", lambda f: bool(f["voted"])),
    GuideStep("签发锁定", ("judge",), "看过要点表和内容摘要，同意并签名", "/decisions", "plan", lambda f: bool(f["frozen"])),
    GuideStep("上传平台，登记拍品编号", ("clerk",), "下载上拍包，在模拟平台后台上传，把拍品编号填回方案页", "/plans/{plan}", "plan", lambda f: bool(f["lot"])),
    GuideStep(
        "看竞价，确认结果", ("clerk",), "用顶部按钮推进时钟，看竞价大厅；结束后在模拟平台后台确认成交", "/lots/{round}", "round", lambda f: bool(f["sold"])
    ),
    GuideStep(
        "款项和裁定",
        ("clerk", "judge"),
        "登记买受人和余款到账，法官作出裁定，书记员送达",
        "/settlements/{settlement}",
        "settlement",
        lambda f: bool(f["served"]),
    ),
    GuideStep(
        "移交签字，结案",
        ("clerk", "judge"),
        "张贴公告、清点、买受人在屏上签名；清单齐全后结案",
        "/handovers/{handover}",
        "handover",
        lambda f: f["stage"] == "closed",
    ),
)


def facts_of(r: Reading) -> Facts | None:
    """The facts of the guide's case, or None where there is no demonstration data; one query past scopes: only whether something is done is told."""
    case = select(Case.id).where(Case.number == NUMBER).scalar_subquery()
    asked = {
        "demo": select(func.count(Person.id)).where(Person.demo),
        "case": select(Case.id).where(Case.number == NUMBER),
        "stage": select(Case.stage).where(Case.number == NUMBER),
        "seats": select(func.count(CasePanel.id)).where(CasePanel.case_id == case),
        "asset": select(func.min(Asset.id)).where(Asset.case_id == case),
        "priced": select(func.count(Asset.id)).where(Asset.case_id == case, Asset.reference_price.is_not(None)),
        "task": select(func.max(Task.id)).where(Task.case_id == case, Task.status.not_in(("draft", "declined", "recalled"))),
        "taken": select(func.count(Task.id)).where(Task.case_id == case, Task.taken_at.is_not(None)),
        "handed_back": select(func.count(Task.id)).where(Task.case_id == case, Task.handed_back_at.is_not(None)),
        "accepted": select(func.count(Task.id)).where(Task.case_id == case, Task.accepted_at.is_not(None)),
        "plan": select(func.max(Plan.id)).where(Plan.case_id == case, Plan.status != "discarded"),
        "submitted": select(func.count(Plan.id)).where(Plan.case_id == case, Plan.submitted_at.is_not(None)),
        "voted": select(func.count(Approval.id)).where(Approval.case_id == case, Approval.kind == "plan_panel", Approval.status == "agreed"),
        "frozen": select(func.count(Plan.id)).where(Plan.case_id == case, Plan.frozen_at.is_not(None)),
        "round": select(func.max(Round.id)).where(Round.case_id == case),
        "lot": select(func.count(Round.id)).where(Round.case_id == case, Round.lot_id.is_not(None)),
        "sold": select(func.count(Round.id)).where(Round.case_id == case, Round.status == "sold"),
        "settlement": select(func.max(Settlement.id)).where(Settlement.case_id == case),
        "served": select(func.count(Settlement.id)).where(Settlement.case_id == case, Settlement.ruling_served_on.is_not(None)),
        "handover": select(func.max(Handover.id)).where(Handover.case_id == case),
    }
    row = r.session.execute(for_house(select(*(each.scalar_subquery().label(name) for name, each in asked.items())))).one()
    return dict(row._mapping) if row.demo else None


def progress_of(house: House, r: Reading) -> dict[str, Any] | None:
    """What the workbench's button says: done of how many; None in production and without demonstration data."""
    facts = None if house.settings.production else facts_of(r)
    return {"href": "/guide", "done": sum(step.done(facts) for step in STEPS), "total": len(STEPS)} if facts else None
