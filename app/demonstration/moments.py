"""The eight lots' steps up to the telling moment of each (forms.md §7.2), by day. What lies after 2026-04-02 10:31 is not played."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.demonstration import acts, paperwork, sale
from app.demonstration.acts import Playing
from app.demonstration.agency_life import agency_steps
from app.demonstration.keeping import keeping_steps
from app.demonstration.lots import LOTS
from app.demonstration.play import STATED, after_sale
from app.demonstration.stage import Stage, Step
from app.kernel.clock import at_shanghai, start_of

Act = Callable[[Stage, Playing], None]
MORNING = timedelta(hours=9)


def story_steps() -> list[Step]:
    """All eight lots' steps."""
    made = {code: Playing(lot) for code, lot in LOTS.items()}
    return [
        *_entered(made["L1"]),
        *_priced(made["L1"]),
        *_listed(made["L1"]),
        *_looks(made["L1"]),
        *_entered(made["L2"]),
        *_priced(made["L2"]),
        *_listed(made["L2"], spoiled=True),
        *_entered(made["L3"]),
        *_priced(made["L3"]),
        *_before_panel(made["L3"]),
        *_entered(made["L4"]),
        *_machines(made["L4"]),
        *_entered(made["L5"]),
        *_priced(made["L5"]),
        *_listed(made["L5"]),
        *_sold(made["L5"]),
        *_entered(made["L6"]),
        _step(at_shanghai(2026, 4, 2, 9, 5), "clerk", "派出股权调查", made["L6"], lambda s, p: acts.give_survey(s, p, "广州岭南正序拍辅科技有限公司")),
        *_entered(made["L7"]),
        *_priced(made["L7"]),
        *_listed(made["L7"]),
        *_looks(made["L7"]),
        *_entered(made["L8"]),
        *_surveyed(made["L8"]),
        *agency_steps(made["L3"], made["L4"]),
        *keeping_steps(made["L8"], made["L2"]),
    ]


def _step(at: datetime, login: str, words: str, playing: Playing, act: Act) -> Step:
    return Step(at, login, f"{words}：{playing.lot.title}", lambda stage: act(stage, playing))


def _entered(playing: Playing) -> list[Step]:
    day = max(start_of(playing.lot.seized_on), at_shanghai(2026, 1, 22)) + MORNING
    filed = {"1207": (1, 22), "1318": (1, 26), "1422": (2, 10), "1507": (2, 20), "1633": (3, 10), "恢86": (3, 10)}[playing.lot.case]
    return [_step(max(day, at_shanghai(2026, *filed) + MORNING), "clerk", "登记案件和标的物", playing, acts.enter_asset)]


def _priced(playing: Playing) -> list[Step]:
    return [_step(start_of(playing.lot.priced_on) + MORNING, "clerk", "议价一致，确定参考价", playing, acts.price_by_agreement)]


def _before_panel(playing: Playing) -> list[Step]:
    before = start_of(playing.lot.signed_on) - timedelta(days=4) + MORNING
    return [
        _step(before, "clerk", "拟处置方案", playing, acts.draft_plan),
        _step(before + timedelta(hours=1), "clerk", "提交合议庭", playing, acts.submit_plan),
        _step(before + timedelta(hours=3), "panel1", "表决，对保证金保留意见", playing, lambda s, p: acts.vote(s, p, "panel1", deposit="应为 4,260,000.00 元")),
    ]


def _listed(playing: Playing, *, spoiled: bool = False) -> list[Step]:
    signed, announced = start_of(playing.lot.signed_on) + MORNING, start_of(playing.lot.announce_on) + MORNING
    draft = signed - timedelta(days=1)
    return [
        _step(draft, "clerk", "拟处置方案", playing, acts.draft_plan),
        _step(draft + timedelta(hours=1), "clerk", "提交合议庭", playing, acts.submit_plan),
        *(_step(draft + timedelta(hours=2, minutes=n), who, "表决", playing, _voting(who)) for n, who in enumerate(("judge", "panel1", "panel2"))),
        _step(signed, "judge", "签发方案", playing, acts.sign_plan),
        _step(min(signed + timedelta(hours=2), announced - timedelta(days=3)), "clerk", "通知当事人", playing, acts.tell_persons)
        if signed + timedelta(hours=1) < announced - timedelta(days=3)
        else _step(signed + timedelta(hours=2), "clerk", "通知当事人", playing, acts.tell_persons),
        _step(announced, "clerk", "上传平台", playing, _spoiled_upload if spoiled else sale.upload),
    ]


def _voting(login: str) -> Act:
    return lambda stage, playing: acts.vote(stage, playing, login)


def _looks(playing: Playing) -> list[Step]:
    return [_step(playing.lot.opens_at + timedelta(seconds=30), "", "竞价开始", playing, lambda s, p: None)]


def _spoiled_upload(stage: Stage, playing: Playing) -> None:
    """The site shows another deposit than the one signed (forms.md §7.3, fifth moment); only this lot is read meanwhile."""
    sale.upload(stage, playing)
    acts.post(stage, "/faults", json={"spec": f"{playing.lot.site}=field"})
    stage.time.move_to(stage.house.clock.now())
    acts.post(stage, "/faults", json={"spec": f"{playing.lot.site}="})


def _followed(stage: Stage, playing: Playing) -> None:
    sale.follow(stage, playing)


def _confirmed(stage: Stage, playing: Playing) -> None:
    sale.confirm(stage, playing)
    sale.refund(stage, playing)


def _sold(playing: Playing) -> list[Step]:
    ended = playing.lot.opens_at + timedelta(hours=25)
    return [
        _step(playing.lot.opens_at + timedelta(seconds=30), "", "竞价结束", playing, _followed),
        _step(ended + timedelta(hours=5), "clerk", "确认成交", playing, _confirmed),
    ]


def _surveyed(playing: Playing) -> list[Step]:
    return [
        _step(at_shanghai(2026, 3, 30, 10), "clerk", "派出现场调查", playing, acts.give_survey),
        _step(at_shanghai(2026, 3, 30, 14), "agency", "接收任务", playing, acts.take_survey),
        _step(at_shanghai(2026, 4, 1, 16), "worker", "交回调查", playing, acts.fill_survey),
    ]


def _machines(playing: Playing) -> list[Step]:
    def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
        return at_shanghai(2026, month, day, hour, minute)

    upto = at_shanghai(2026, 4, 1, 11)
    rest = [step for step in after_sale(playing) if step.at <= upto]
    return [
        _step(at(2, 10, 16), "clerk", "派出现场调查", playing, acts.give_survey),
        _step(at(2, 10, 17), "agency", "接收任务", playing, acts.take_survey),
        _step(at(2, 10, 17, 20), "judge", "签发委托书", playing, lambda s, p: paperwork.sign(s, p, "judge", "task_mandate")),
        _step(at(2, 11, 14), "worker", "交回调查", playing, acts.fill_survey),
        _step(at(2, 11, 15), "clerk", "退回一次", playing, acts.return_survey),
        _step(at(2, 11, 16), "worker", "补正交回", playing, acts.mend_survey),
        _step(at(2, 11, 17), "clerk", "验收", playing, acts.accept_survey),
        _step(at(2, 12, 9), "clerk", "网络询价", playing, lambda s, p: acts.start_inquiry(s, p, STATED["L4"])),
        _step(at(2, 12, 9, 5), "", "报告到齐", playing, acts.await_reports),
        _step(at(2, 14, 16), "clerk", "确定参考价", playing, acts.settle_inquiry),
        *_listed(playing),
        _step(at(2, 25, 9, 30), "clerk", "补填拍卖裁定", playing, paperwork.fill_auction_ruling),
        _step(at(2, 25, 10), "judge", "签发拍卖裁定", playing, lambda s, p: paperwork.sign(s, p, "judge", "auction_ruling")),
        _step(at(3, 2, 9, 30), "judge", "签发拍卖公告", playing, lambda s, p: paperwork.sign(s, p, "judge", "auction_notice")),
        _step(playing.lot.opens_at + timedelta(seconds=30), "", "竞价", playing, _followed),
        *rest,
    ]
