"""Sample values for the living page `/design`: what a template may be given, one of each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired

from app.kernel.clock import SHANGHAI
from app.kernel.money import Money

NOW = datetime(2026, 4, 2, 10, 31, 12, tzinfo=SHANGHAI)
DIGEST = "9f3c" + "0" * 56 + "71ae"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 2, month: int = 4, ms: int = 0) -> datetime:
    """An instant of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, second, ms * 1000, tzinfo=SHANGHAI)


def ns(**values: Any) -> SimpleNamespace:
    """A small object for a template."""
    return SimpleNamespace(**values)


def sample_form() -> BaseForm:
    """One field of each kind, the first one missing."""
    form = BaseForm(
        {
            "start": StringField("起拍价（保留价）", [InputRequired("请填写起拍价")]),
            "site": SelectField("拍卖平台", choices=["淘宝网", "京东"]),
            "note": TextAreaField("特别提示"),
            "occupant": RadioField("占有人", choices=["被执行人", "承租人", "空置"]),
            "read": BooleanField("已核对权属证明"),
        }
    )
    form.process(MultiDict({"start": "", "site": "淘宝网", "occupant": "承租人"}))
    form.validate()
    return form


def bids(many: int = 229) -> list[SimpleNamespace]:
    """A log of rising bids: slow at first, dense in the last hour and through nineteen extensions."""
    found, price = [], 76_000
    for number in range(many):
        part = number / many
        minutes = (
            part * 2_000
            if part < 0.35
            else 700 + (part - 0.35) * 1_850
            if part < 0.6
            else 1_300 + (part - 0.6) * 466
            if part < 0.9
            else 1_440 + (part - 0.9) * 350
        )
        step = 4_000 if number % 31 == 3 else 2_000 if number % 3 else 1_000
        price = min(price + step * (2 if 0.5 < part < 0.85 else 1), 583_000 - 1_000 * (many - 1 - number)) if number else price
        found.append(ns(at=at(10, day=1) + timedelta(minutes=minutes), price=Money.yuan(price), no=number + 1, bidder=("J4471", "T0926", "K3310")[number % 3]))
    return found


def findings() -> list[SimpleNamespace]:
    """The five findings of the design picture."""
    base = {"rule_href": "#", "source": "verified", "fix": None, "field": "start", "reason_href": "", "panel": False, "rule_id": ""}
    return [
        ns(
            **{**base, "fix": ns(label="改为 840,000.00", field="start", value="840000.00")},
            severity="breach",
            citation="法释〔2016〕18号 第10条",
            text="起拍价低于参考价的百分之七十",
            found="820,000.00 元（68.3%）",
            required="≥ 840,000.00 元",
        ),
        ns(
            **{**base, "fix": ns(label="改为 84,000.00（10%）", field="deposit", value="84000.00")},
            severity="breach",
            citation="法释〔2016〕18号 第17条",
            text="保证金不在起拍价的 5% 至 20% 之间",
            found="200,000.00 元（24.4%）",
            required="41,000.00 至 164,000.00 元",
        ),
        ns(
            **{**base, "fix": ns(label="改为 05-10", field="opens", value="2026-05-10"), "field": "", "reason_href": "#"},
            severity="warning",
            citation="法释〔2016〕18号 第12条",
            text="公告到开拍正好 30 日，没有余量",
            found="30 日",
            required="≥ 30 日；建议 31 日",
        ),
        ns(
            **{**base, "source": "second_hand", "field": "", "reason_href": "#", "fix": ns(label="引用调查结果", field="text", value="survey")},
            severity="warning",
            citation="法〔2024〕238号",
            text="公告含“占有不明”",
            found="第 3 段",
            required="写明占有人、根据、租金、期限",
        ),
        ns(
            **{**base, "panel": True, "field": "", "rule_id": "NA-30"},
            severity="manual",
            citation="法释〔2016〕18号 第30条",
            text="欠缴物业费由谁负担，法律无明确规定",
            found="未写",
            required="由合议庭决定并写入公告",
        ),
    ]


def days() -> list[SimpleNamespace]:
    """Fourteen days of April 2026 with the Tomb-sweeping rest days."""
    counts = {1: 1, 2: 4, 3: 6, 7: 2, 8: 3, 9: 1, 10: 5, 13: 2, 14: 1}
    roles = {1: "danger", 2: "warn"}
    return [ns(on=date(2026, 4, n), count=counts.get(n, 0), rest=n in (4, 5, 6, 11, 12), role=roles.get(n, "")) for n in range(1, 15)]


def axis() -> SimpleNamespace:
    """The announcement period of the design picture."""
    parts = [
        ns(x=85, width=100, role="notice", label="通知 ≥3 日"),
        ns(x=185, width=717, role="announce", label="公告期 30 日（要求 ≥30 日）"),
        ns(x=858, width=56, role="bidding", label="竞价 24 小时"),
    ]
    marks = [ns(x=70, text="4月6日前送达", anchor="start"), ns(x=185, text="4月9日 公告", anchor="start"), ns(x=870, text="5月9日 10:00", anchor="end")]
    return ns(parts=parts, rests=[ns(x=545, width=88, label="五一 5天")], marks=marks)


def sample() -> SimpleNamespace:
    """Everything the living page shows."""
    log = bids()
    person = ns(name="林晓雯", title="书记员", place="财产处置组", since=at(9), until=at(17, 30), part="承办")
    return ns(
        counts=[ns(value=v, label=w, href="#", role=r, on=False) for v, w, r in ((1, "已逾期", "danger"), (4, "今天到期", ""), (0, "不一致", "danger"))],
        steps=[
            ns(label=w, note=n, state=s, href="")
            for w, n, s in (
                ("接收", "1月15日", "done"),
                ("方案", "林晓雯", "now"),
                ("公告", "", "later"),
                ("询价", "免", "skipped"),
                ("过户", "缺完税证明", "blocked"),
            )
        ],
        money=Money.yuan("583000"),
        negative=Money.yuan("-1200"),
        big=Money.yuan("8850000000"),
        share=Fraction(8254, 10000),
        at=at(10, 30, 40, ms=118),
        due_at=at(10, 35, 40),
        past=at(0, day=2),
        person=person,
        digest=DIGEST,
        check=ns(breach=2, warning=2, manual=1, passed=36),
        findings=findings(),
        passed=[ns(text="公告期不少于 30 日", citation="第12条")],
        form=sample_form(),
        approval=ns(
            action="#",
            digest=DIGEST,
            version=3,
            key="k-2",
            mine=True,
            denied="",
            may={"approve", "return", "refuse", "transfer", "add_signer", "ask_above", "copy"},
        ),
        chain=[
            ns(who="林晓雯", act="提交", at=at(10, 12, day=30, month=3), now=False, reason="", digest=DIGEST),
            ns(who="周审判员", act="退回修改", at=at(9, day=31, month=3), now=False, reason="起拍价低于七折", digest=""),
            ns(who="林晓雯", act="待修改", at=None, now=True, reason="", digest=""),
        ],
        receipt=ns(at=at(10, 41, 3), number=48211, digest=DIGEST),
        curve=ns(bids=log, start_price=Money.yuan("76000"), opens_at=at(10, day=1), planned_end_at=at(10), ends_at=at(10, 35, 40), extensions=19),
        days=days(),
        prices=[bid.price for bid in log[::9]],
        axis=axis(),
        photos=[
            ns(thumb=PIXEL, href="#", title="门牌", place="海港大道 88 号", at=NOW, check=check, width=320, height=240)
            for check in ("place_agrees", "no_place", "")
        ],
        files=[ns(name="现场调查报告.pdf", size=3_355_443, digest=DIGEST, who="陈志强", at=NOW, preview_href="#", download_href="#", quarantined=False)],
        deadlines=[
            ns(title="余款到账", href="#", due_on=date(2026, 4, 3), role="warn"),
            ns(title="成交裁定送达", href="#", due_on=date(2026, 4, 1), role="danger"),
        ],
        people=[person],
        timeline=[ns(at=NOW, who="平台", text="第 229 次出价 583,000.00，延时至 10:35:40", role="", href="", authority="", day="")],
        counted=counted(),
        sign=ns(
            id="sign",
            action="#",
            title="签发处置方案（第 3 版）",
            text="是否以起拍价 840,000.00 元、保证金 84,000.00 元、2026-05-10 10:00 开拍，一拍？",
            figures=[("起拍价", Money.yuan("840000")), ("开拍", "2026-05-10 10:00")],
            digest=DIGEST,
            then="方案锁定，机构开始备拍",
            version=3,
            key="k-3",
            second_factor="code",
        ),
    )


def counted() -> SimpleNamespace:
    """How a period over the Labour Day holiday was counted."""
    first = date(2026, 4, 20)
    strip = []
    for place in range(17):
        on = first + timedelta(days=place)
        look = "start" if place == 0 else "end" if place == 16 else "rest" if on.month == 5 and on.day <= 5 else "run"
        strip.append(ns(on=on, look=look, title=""))
    return ns(
        start_fact="裁定送达",
        start_on=first,
        steps=[(date(2026, 4, 21), "次日起算 民诉法第85条"), (date(2026, 5, 5), "第15日为法定休假日，顺延")],
        ends_on=date(2026, 5, 6),
        calendar_version="2026-1",
        provisional=False,
        rule="法释〔2004〕16号第27条",
        rule_href="#",
        strip=strip,
    )
