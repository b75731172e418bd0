"""Kinds of approval as data: who decides, what is asked, which figures are given, how many days, which rule asks for it, what follows. One row a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.actor import ROLE_NAMES, Role
from app.law.publication import PANEL_MATTERS
from app.law.stopping import RESUME_RULE, STOP_GROUNDS, WITHDRAW_GROUNDS, StopGround

ASKERS = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD, Role.CONTROL, Role.CLOSING, Role.DIRECTOR})


@dataclass(frozen=True)
class Blank:
    """A figure that the asker gives. `kind`: money (yuan), days, day (ISO), text, choice (a key of `choices`), yes (a key of YES_NO)."""

    code: str
    title: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    rule: str = ""
    required: str = ""


@dataclass(frozen=True)
class ApprovalKind:
    """`decider` is the role that decides (a panel kind is decided by the case's panel, on each of `matters`); `days` until it is overdue.

    blanks, gates: what the asker gives, and the codes of gates.py that hold it back. askable: may be asked from the case's page.
    of_lot: asked from a lot's page, about that lot.
    leads: the page where the asker does what was agreed to, "" where the house carries it out itself (app/steps/deciding.py).
    then: the kind that is asked next when this one is agreed to. steps: where it can be returned to, first the usual one.
    delegable: may somebody else decide for the decider between two days (never a panel's vote, never a fine or detention: 民诉法 第119条)?
    """

    code: str
    title: str
    question: str
    decider: Role
    rule: str
    days: int = 3
    by_panel: bool = False
    matters: Mapping[str, str] | None = None
    blanks: tuple[Blank, ...] = ()
    gates: tuple[str, ...] = ()
    askable: bool = False
    of_lot: bool = False
    askers: frozenset[Role] = ASKERS
    then: str = ""
    steps: tuple[tuple[str, str], ...] = (("asker", "提交人修改"),)
    after: str = ""
    leads: str = ""
    delegable: bool = True

    @property
    def decider_name(self) -> str:
        """The role that decides, as people say it."""
        return ROLE_NAMES[self.decider]


YES_NO = (("no", "否"), ("yes", "是"))
_TARGETS = (("individual", "个人"), ("unit", "单位"))
_PUNISHED = (
    Blank("person", "被处罚人"),
    Blank("target", "主体", "choice", _TARGETS),
    Blank("act", "妨害行为", required="民事诉讼法第114条至第117条所列行为"),
    Blank("act_on", "行为日", "day"),
    Blank("repeated", "同一行为已经处罚", "yes", YES_NO, rule="CP-09", required="未曾处罚"),
)
_PRICE_WAYS = (("agreement", "议价"), ("directed", "定向询价"), ("online", "网络询价"), ("appraisal", "委托评估"))
_LOT = Blank("lot", "标的物或拍品")
_GROUND = Blank("ground", "法定情形")
_HALT = "/lots/{subject_id}/halt"


def _ground_of(grounds: Mapping[str, StopGround]) -> Blank:
    """The choice of a ground; what the law says to the one that was chosen stands beside it (app/desk/lot_card.py)."""
    return Blank("ground", "法定情形", "choice", tuple((code, ground.words) for code, ground in grounds.items()))


_ROWS = (
    ApprovalKind(
        "plan_panel", "处置方案合议", "合议庭是否同意起拍价、降价幅度、加价幅度、保证金、优先购买权人及顺位", Role.PANEL, "NA-39",
        by_panel=True, matters=PANEL_MATTERS, delegable=False, after="全部表决后形成合议结果，报承办法官签发",
    ),
    ApprovalKind(
        "plan_signature", "签发处置方案", "是否签发本方案，按此上拍", Role.JUDGE, "NA-39",
        steps=(("asker", "书记员修改"), ("panel", "合议庭重新合议")), after="方案锁定，任何人不能再改；书记员可导出上拍包",
    ),
    ApprovalKind(
        "plan_change", "变更处置方案", "是否准予变更：{what}由“{before}”改为“{wanted}”", Role.JUDGE, "NA-39", askable=True,
        blanks=(Blank("what", "变更事项"), Blank("before", "原内容"), Blank("wanted", "改为")), after="提交人按此重新拟方案；合议事项须重新合议",
        leads="/plans?case={case_id}",
    ),
    ApprovalKind(
        "suspension", "暂缓、中止拍卖", "是否{way}拍卖“{lot}”", Role.JUDGE, "NA-40", 1, of_lot=True, leads=_HALT,
        blanks=(_LOT, Blank("way", "方式", "choice", (("defer", "暂缓"), ("suspend", "中止")), rule="NA-40"), _ground_of(STOP_GROUNDS)),
        after="拍次即停，开拍前的期限停止计算；书记员确认平台已停并公示原因，制作决定书或裁定书送达当事人",
    ),
    ApprovalKind(
        "withdrawal", "撤回拍卖", "是否撤回对“{lot}”的拍卖", Role.JUDGE, "AS-14", 1, of_lot=True, leads=_HALT,
        blanks=(_LOT, _ground_of(WITHDRAW_GROUNDS)), after="开拍前的期限终止；书记员确认平台已撤下并公告，制作文书送达当事人，退还保证金",
    ),
    ApprovalKind(
        "resumption", "恢复拍卖", "是否恢复拍卖“{lot}”", Role.JUDGE, RESUME_RULE, 1, of_lot=True, leads=_HALT,
        blanks=(_LOT, Blank("gone_on", "事由消除日", "day", rule=RESUME_RULE, required="消除后五日内恢复")), after="拍次恢复，书记员确认平台已恢复竞价",
    ),
    ApprovalKind(
        "vacating_notice", "签发责令迁出公告", "是否签发公告，责令限期迁出", Role.PRESIDENT, "CP-01", gates=("urged", "listed", "president"),
        after="公告可以张贴，迁出期限自张贴起算",
    ),
    ApprovalKind(
        "force_plan", "批准强制腾退实施方案", "是否批准按本方案实施强制腾空", Role.DIRECTOR, "VC-04",
        after="到方案定的日子，前置条件齐备后可以开始强制腾空",
    ),
    ApprovalKind("referral", "审核移送公安机关", "是否同意移送公安机关", Role.DIRECTOR, "CR-01", after="报院长批准", leads="/documents?case={case_id}"),
    ApprovalKind(
        "referral_president", "批准移送公安机关", "是否批准移送公安机关", Role.PRESIDENT, "CR-01", after="移送函签发后移送，登记回执",
    ),
    ApprovalKind(
        "fine", "罚款", "是否对{person}（{target}）罚款 {amount} 元", Role.PRESIDENT, "CP-06", askable=True,
        blanks=(*_PUNISHED, Blank("amount", "罚款金额", "money", rule="CP-04", required="个人不超过 100,000.00 元；单位 50,000.00 至 1,000,000.00 元")),
        gates=("not_repeated", "amount", "president"), after="制作罚款决定书并送达；被罚款人可在三日内向上一级法院申请复议", delegable=False,
        leads="/documents?case={case_id}",
    ),
    ApprovalKind(
        "detention", "拘留", "是否对{person}拘留 {days} 日", Role.PRESIDENT, "CP-06", 1, askable=True,
        blanks=(*_PUNISHED, Blank("days", "拘留日数", "days", rule="CP-05", required="自然人，不超过 15 日")),
        gates=("not_repeated", "days", "president"), after="制作拘留决定书，24 小时内通知家属；被拘留人可在三日内申请复议", delegable=False,
        leads="/documents?case={case_id}",
    ),
    ApprovalKind(
        "distribution", "案款分配方案合议", "合议庭是否同意案款分配方案", Role.PANEL, "EX-23", 5, by_panel=True, delegable=False,
        matters={"distribution": "收款、费用、各债权的顺位和分配额"}, after="全部表决后形成合议结果，书记员送达方案",
    ),
    ApprovalKind(
        "case_closing", "结案审批", "是否准予以“{way}”结案", Role.JUDGE, "EX-15", 5, askable=True, blanks=(Blank("way", "结案方式"),),
        after="承办法官在结案页核对清单后结案", leads="/cases/{case_id}/closing",
    ),
    ApprovalKind(
        "price_method", "确定参考价方式", "是否以“{method}”确定“{lot}”的处置参考价", Role.JUDGE, "RP-02", askable=True,
        blanks=(
            _LOT,
            Blank("method", "方式", "choice", _PRICE_WAYS, rule="RP-02"),
            Blank("skipped", "不采用在先方式的理由", needed=False, required="议价、定向询价、网络询价、委托评估依次采用"),
        ),
        after="提交人按此方式启动定价", leads="/valuations",
    ),
    ApprovalKind(
        "agency_exclusion", "辅助机构除名", "是否将“{agency}”除名", Role.DIRECTOR, "AUX-05", 5, askable=True,
        blanks=(Blank("agency", "机构"), _GROUND), after="终止委托，收回任务和资料", leads="/agencies",
    ),
    ApprovalKind(
        "zhongben_panel", "终结本次执行程序合议", "合议庭是否同意终结本次执行程序", Role.PANEL, "ZB-01", 5, by_panel=True, askable=True,
        matters={"end": "终结本次执行程序"}, blanks=(Blank("checked_on", "财产调查完成日", "day"), Blank("found", "财产调查结果")),
        then="zhongben", delegable=False, after="全部表决后形成合议结果，报院长审批",
    ),
    ApprovalKind(
        "zhongben", "终结本次执行程序审批", "是否准予终结本次执行程序", Role.PRESIDENT, "ZB-01", 5,
        blanks=(Blank("checked_on", "财产调查完成日", "day"), Blank("found", "财产调查结果")),
        gates=("panel", "president"), steps=(("asker", "提交人修改"), ("panel", "合议庭重新合议")), after="制作终本裁定并送达",
        leads="/documents?case={case_id}",
    ),
)  # fmt: skip

CATALOGUE = {kind.code: kind for kind in _ROWS}


def matters_of(code: str) -> Mapping[str, str]:
    """What a panel votes on: code → title."""
    return CATALOGUE[code].matters or {}


def asked_from_case(role: Role) -> list[ApprovalKind]:
    """Kinds that a role may ask for from the case's page, in the order of the table."""
    return [kind for kind in _ROWS if kind.askable and role in kind.askers]
