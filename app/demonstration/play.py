"""One lot's whole life with the real processes: lot L4 from the filing of its case to the handing-over, in the order of the days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.demonstration import acts, paperwork, payout, sale
from app.demonstration.acts import Playing
from app.demonstration.cast import load_cast
from app.demonstration.lots import CASES, LOTS
from app.demonstration.processes import free_port, running
from app.demonstration.stage import Stage, Step, Told, perform
from app.demonstration.times import ProcessTime
from app.domains.audit.sealing import seal
from app.domains.audit.verifying import verify_database
from app.domains.cases.tables import Case
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.messages.tables import Message
from app.domains.rounds.rules import premium
from app.domains.rounds.tables import Difference, Round
from app.infra import migrations
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import Clock, SharedClock, at_shanghai
from app.kernel.money import Money
from app.web.formats import rate
from config.settings import Settings

BEGIN = at_shanghai(2026, 2, 3, 9)
Make = Callable[[Settings, Clock], House]


@dataclass(frozen=True)
class Order:
    """How to play: which site, which seed, where."""

    site: str
    seed: int
    folder: Path


def play(settings: Settings, order: Order, make_house: Make, say: Callable[[Told], None]) -> dict[str, Any]:
    """Play L4 to the end; the summary of contract.md."""
    port = free_port()
    chosen = replace(settings, data=order.folder, clock="manual", sites_base_url=f"http://127.0.0.1:{port}", **_places(settings, order.folder))
    clock = SharedClock(chosen.clock_file, start=BEGIN)
    clock.move_to(BEGIN)
    migrations.upgrade(chosen.database_url)
    house = make_house(chosen, clock)
    load_cast(house)
    playing = Playing(replace(LOTS["L4"], site=order.site))
    with running(chosen, port) as processes:
        stage = Stage(house, ProcessTime(house, clock, processes), processes.simulator, say)
        perform(stage, before_sale(playing, order.seed))
        _follow_sale(stage, playing)
        perform(stage, after_sale(playing))
        seal(house)
        summary = _summary(stage, playing)
    house.database.close()
    return summary


def before_sale(playing: Playing, seed: int) -> list[Step]:
    """From filing to the upload."""
    lot = playing.lot

    def day(month: int, number: int, hour: int, minute: int = 0) -> datetime:
        return at_shanghai(2026, month, number, hour, minute)

    return [
        Step(day(2, 3, 9, 30), "clerk", f"登记案件 {CASES[lot.case].number}，组成合议庭", lambda s: playing.memo.update(case=acts.open_case(s, lot.case))),
        Step(day(2, 10, 15), "clerk", f"登记标的物和扣押：{lot.title}", lambda s: acts.enter_asset(s, playing)),
        Step(day(2, 10, 16), "clerk", "派出现场调查，交广州安衡", lambda s: acts.give_survey(s, playing)),
        Step(day(2, 10, 17), "agency", "接收任务，声明无利害关系，派卢小帆", lambda s: acts.take_survey(s, playing)),
        Step(day(2, 10, 17, 20), "judge", "签发委托书", lambda s: paperwork.sign(s, playing, "judge", "task_mandate")),
        Step(day(2, 11, 14), "worker", "现场拍照、填写，交回调查", lambda s: acts.fill_survey(s, playing)),
        Step(day(2, 11, 15), "clerk", "退回：装车通道净高没有写", lambda s: acts.return_survey(s, playing)),
        Step(day(2, 11, 16), "worker", "补正后重新交回", lambda s: acts.mend_survey(s, playing)),
        Step(day(2, 11, 16, 30), "clerk", "验收通过，调查结果写入标的物", lambda s: acts.accept_survey(s, playing)),
        Step(day(2, 12, 9), "clerk", "启动网络询价，向名单内全部平台发出委托", lambda s: acts.start_inquiry(s, playing, STATED[lot.code])),
        Step(day(2, 12, 9, 5), "", "询价平台陆续出具报告", lambda s: acts.await_reports(s, playing)),
        Step(day(2, 14, 16), "clerk", "按时报告取平均，确定参考价", lambda s: acts.settle_inquiry(s, playing)),
        Step(day(2, 14, 16, 30), "clerk", "拟处置方案，边填边核对", lambda s: acts.draft_plan(s, playing)),
        Step(day(2, 24, 9), "clerk", "写明警示理由，提交合议庭", lambda s: acts.submit_plan(s, playing)),
        Step(day(2, 24, 10), "judge", "表决五项", lambda s: acts.vote(s, playing, "judge")),
        Step(day(2, 24, 10, 20), "panel1", "表决五项", lambda s: acts.vote(s, playing, "panel1")),
        Step(day(2, 24, 11), "panel2", "表决五项，合议结束", lambda s: acts.vote(s, playing, "panel2")),
        Step(day(2, 25, 9), "judge", "签发方案，按摘要锁定", lambda s: acts.sign_plan(s, playing)),
        Step(day(2, 25, 9, 30), "clerk", "补填拍卖裁定：执行通知送达和履行期限", lambda s: paperwork.fill_auction_ruling(s, playing)),
        Step(day(2, 25, 10), "judge", "签发拍卖裁定", lambda s: paperwork.sign(s, playing, "judge", "auction_ruling")),
        Step(day(2, 26, 10), "clerk", "通知当事人", lambda s: acts.tell_persons(s, playing)),
        Step(day(3, 2, 9), "clerk", "导出上拍材料，上传平台后台，登记拍品编号", lambda s: _upload(s, playing, seed)),
        Step(day(3, 2, 9, 10), "", "平台展示与锁定方案逐项核对", lambda s: None),
        Step(day(3, 2, 9, 30), "judge", "签发拍卖公告", lambda s: paperwork.sign(s, playing, "judge", "auction_notice")),
    ]


def after_sale(playing: Playing) -> list[Step]:
    """From the confirmation to the closed case."""

    def day(month: int, number: int, hour: int, minute: int = 0) -> datetime:
        return at_shanghai(2026, month, number, hour, minute)

    return [
        Step(day(3, 19, 14), "clerk", "在平台后台确认成交", lambda s: _confirm(s, playing)),
        Step(day(3, 19, 14, 30), "clerk", "通知平台退还其他竞买人的保证金，登记回执", lambda s: sale.refund(s, playing)),
        Step(day(3, 19, 15), "clerk", "依成交确认书登记买受人", lambda s: sale.name_buyer(s, playing)),
        Step(day(3, 24, 10), "clerk", "登记部分到账", lambda s: sale.pay(s, playing, Money.yuan("300000"), "20260324-0117")),
        Step(
            day(3, 27, 11),
            "clerk",
            "登记余款到账，价款付清",
            lambda s: sale.pay(s, playing, playing.memo["price"] - playing.lot.deposit - Money.yuan("300000"), "20260327-0042"),
        ),
        Step(day(3, 27, 14), "clerk", "制作案款分配方案，计算执行费，提交合议", lambda s: payout.draft(s, playing)),
        Step(day(3, 27, 15), "judge", "表决分配方案", lambda s: payout.vote(s, playing, "judge")),
        Step(day(3, 27, 15, 10), "panel1", "表决分配方案", lambda s: payout.vote(s, playing, "panel1")),
        Step(day(3, 27, 15, 20), "panel2", "表决分配方案，合议通过", lambda s: payout.vote(s, playing, "panel2")),
        Step(day(3, 27, 16), "judge", "签发案款分配方案", lambda s: paperwork.sign(s, playing, "judge", "distribution_plan")),
        Step(day(3, 27, 17), "clerk", "分配方案送达债权人和被执行人", lambda s: payout.serve(s, playing)),
        Step(day(3, 30, 14), "judge", "签发成交确认核对表", lambda s: paperwork.sign(s, playing, "judge", "sale_confirmation")),
        Step(day(3, 30, 15), "judge", "作出成交裁定，签发裁定书", lambda s: sale.make_ruling(s, playing)),
        Step(day(4, 1, 10), "clerk", "裁定送达买受人，所有权转移", lambda s: sale.serve_ruling(s, playing)),
        Step(day(4, 1, 14), "clerk", "提请院长签发公告", lambda s: sale.ask_notice(s, playing)),
        Step(day(4, 1, 17), "president", "签发公告，责令限期交付", lambda s: sale.sign_notice(s, playing)),
        Step(day(4, 2, 9), "clerk", "张贴公告", lambda s: sale.post_notice(s, playing)),
        Step(day(4, 7, 9), "clerk", "登记完税凭证，欠费已处理", lambda s: sale.finish_title(s, playing, {"tax": "完税凭证", "arrears": "缴费凭证"})),
        Step(day(4, 7, 10), "clerk", "走访，记录在案", lambda s: sale.visit(s, playing)),
        Step(day(4, 9, 16), "clerk", "清点完毕，可以移交", lambda s: sale.note_vacated(s, playing)),
        Step(day(4, 10, 10), "clerk", "解除扣押，收回封条", lambda s: sale.finish_title(s, playing, {"release": "解除扣押笔录", "waiting": "登记机构答复"})),
        Step(day(4, 13, 10), "clerk", "移交买受人，双方在屏幕上签名", lambda s: sale.hand_over(s, playing)),
        Step(day(4, 13, 11), "clerk", "移交笔录归卷", lambda s: paperwork.sign(s, playing, "clerk", "handover_record")),
        Step(day(4, 13, 17), "clerk", "物流运达，买受人验收签收", lambda s: sale.carry(s, playing, hours=5)),
        Step(day(4, 14, 8, 30), "clerk", "十五日内无人异议，分配方案生效，登记发放", lambda s: payout.pay_out(s, playing)),
        Step(day(4, 14, 9), "judge", "核对结案清单，准予结案", lambda s: _close(s, playing)),
    ]


STATED = {"L4": "113440"}


def _upload(stage: Stage, playing: Playing, seed: int) -> None:
    sale.upload(stage, playing)
    script = {
        "target_price": "595000.00",
        "bids": 235,
        "bidders": 17,
        "extensions": 23,
        "winner_code": "J4471",
        "buyer": playing.lot.buyer[0],
        "seed": str(seed),
    }
    acts.post(stage, f"/{playing.lot.site}/backoffice/lots/{playing.memo['lot_id']}/crowd", json=script)


def _follow_sale(stage: Stage, playing: Playing) -> None:
    opens_at = playing.lot.opens_at
    sale.look(stage, playing, at_shanghai(2026, 3, 10, 9))
    stage.tell("", "公告期内读取平台，展示一致")
    sale.look(stage, playing, opens_at.replace(second=20))
    stage.tell("", "竞价开始")
    found = sale.follow(stage, playing)
    price = found.current_price.grouped if found.current_price else "—"
    stage.tell("", f"竞价结束：{found.bid_count} 次出价，延时 {found.extensions} 次，最高 {price} 元")


def _confirm(stage: Stage, playing: Playing) -> None:
    found = sale.confirm(stage, playing)
    if found.final_price is None:
        raise RuntimeError(f"平台没有显示成交：{found.status}")
    playing.memo["price"] = found.final_price


def _close(stage: Stage, playing: Playing) -> None:
    """The case ends; the notice tells how the money was paid out."""
    sale.close_case(stage, playing)
    paperwork.fill_closing_notice(stage, playing)
    paperwork.sign(stage, playing, "judge", "closing_notice")


def _places(settings: Settings, folder: Path) -> dict[str, str]:
    if not settings.database_url.startswith("sqlite"):
        return {}
    return {
        "database_url": f"sqlite:///{folder / 'paifu.sqlite'}",
        "queue_url": f"sqlite:///{folder / 'queue.sqlite'}",
        "storage_url": f"file:{folder / 'evidence'}",
    }


def _summary(stage: Stage, playing: Playing) -> dict[str, Any]:
    with stage.house.database.read() as session:
        found = session.scalar(for_house(select(Round).where(Round.id == playing.memo["round"])))
        case = session.scalar(for_house(select(Case).where(Case.id == playing.memo["case"])))
        counted = for_house(select(Deadline.state, Deadline.late, Deadline.missed_at).where(Deadline.case_id == playing.memo["case"]))
        deadlines = session.execute(counted).all()
        differences = session.scalar(for_house(select(func.count(Difference.id)).where(Difference.round_id == playing.memo["round"]))) or 0
        papers = session.scalar(for_house(select(func.count(Document.id)).where(Document.case_id == playing.memo["case"]))) or 0
        messages = session.scalar(select(func.count(Message.id)).where(Message.case_id == playing.memo["case"])) or 0
        verdict = verify_database(session, stage.house.settings.data)
    if found is None or case is None:
        raise RuntimeError("the played round or case is gone")
    return {
        "case_no": case.number,
        "site": found.site,
        "steps": [vars(each) for each in stage.told],
        "lot_id": found.lot_id,
        "start_price": str(found.start_price),
        "bids": found.bid_count,
        "extensions": found.extensions,
        "sold_price": str(found.final_price) if found.final_price else None,
        "premium_rate": rate(premium(found.start_price, found.final_price), 0),
        "differences": differences,
        "deadlines": {
            "started": len(deadlines),
            "met": sum(state == "met" for state, _, _ in deadlines),
            "missed": sum(late or missed is not None for _, late, missed in deadlines),
        },
        "papers": papers,
        "messages": messages,
        "audit": {"rows": verdict.rows, "ok": verdict.ok},
        "closed": case.closed_at is not None,
    }
