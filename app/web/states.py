"""The one table of states as people see them: machine → code → word, colour role and icon (ui.md §2.4, §2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColourRole(StrEnum):
    """What a colour means (ui.md §2.1); the CSS class is pf-badge--<role>."""

    PRIMARY = "primary"
    DANGER = "danger"
    WARN = "warn"
    MANUAL = "manual"
    LIVE = "live"
    INFO = "info"
    OK = "ok"
    IDLE = "idle"


@dataclass(frozen=True)
class State:
    """How one state is shown. The word is the state's only name on screens, papers and in exports."""

    word: str
    role: ColourRole
    icon: str


P, D, W, M = ColourRole.PRIMARY, ColourRole.DANGER, ColourRole.WARN, ColourRole.MANUAL
L, G, K, N = ColourRole.LIVE, ColourRole.INFO, ColourRole.OK, ColourRole.IDLE

STATES: dict[str, dict[str, State]] = {
    "task": {
        "draft": State("草稿", N, "pencil"),
        "offered": State("待接收", G, "send"),
        "doing": State("办理中", G, "player-play"),
        "handed_back": State("已交回", P, "inbox"),
        "returned": State("已退回", W, "arrow-back-up"),
        "accepted": State("已验收", K, "circle-check"),
        "closed": State("已办结", N, "archive"),
        "declined": State("已拒接", D, "hand-stop"),
        "recalled": State("已收回", N, "arrow-bar-to-left"),
    },
    "flag": {
        "overdue": State("逾期", D, "clock-exclamation"),
        "paused": State("暂停计时", N, "player-pause"),
        "extension_pending": State("延期待批", W, "hourglass"),
        "reassigned": State("已改派", G, "switch-horizontal"),
    },
    "plan": {
        "draft": State("草拟中", P, "pencil"),
        "panel": State("待合议", G, "users"),
        "voting": State("合议中", G, "users"),
        "signing": State("待签发", P, "writing-sign"),
        "frozen": State("已锁定", K, "lock"),
        "packaged": State("已制包", K, "package"),
        "submitted": State("已提交平台", G, "send"),
        "published": State("已发布", K, "world"),
        "returned": State("已退回", W, "arrow-back-up"),
        "void": State("因变更失效", D, "file-x"),
        "discarded": State("已作废", N, "archive"),
    },
    "approval": {
        "mine": State("待我处理", P, "rubber-stamp"),
        "pending": State("他人处理中", G, "hourglass"),
        "countersigning": State("会签中", G, "users"),
        "approved": State("已同意", K, "circle-check"),
        "returned": State("退回修改", W, "arrow-back-up"),
        "refused": State("不同意", D, "circle-x"),
        "transferred": State("已转办", G, "switch-horizontal"),
        "adding_signer": State("加签中", G, "user-plus"),
        "recalled": State("已撤回申请", N, "arrow-bar-to-left"),
        "void": State("因内容变更失效", D, "file-x"),
        "escalated": State("超时已报上级", D, "clock-exclamation"),
    },
    "round": {
        "awaiting": State("待公告", N, "circle-dashed"),
        "announced": State("公告中", G, "speakerphone"),
        "opening_soon": State("即将开拍", W, "clock"),
        "live": State("竞价中", L, "gavel"),
        "extended": State("延时中", L, "clock-plus"),
        "unclear": State("待核", M, "help-circle"),
        "ended_unconfirmed": State("已结束待确认", G, "hourglass"),
        "sold": State("成交", K, "gavel"),
        "failed": State("流拍", N, "circle-x"),
        "deferred": State("暂缓", W, "calendar-time"),
        "suspended": State("中止", W, "player-pause"),
        "withdrawn": State("已撤回拍卖", D, "arrow-back-up"),
        "default": State("悔拍", D, "hand-stop"),
        "revoked": State("已撤销", D, "ban"),
    },
    "line": {
        "ordered": State("待发送", N, "clock"),
        "sent": State("已发送，等回应", G, "send"),
        "unknown": State("不知道是否收到", M, "help-circle"),
        "accepted": State("平台已受理", K, "check"),
        "refused": State("平台未受理", D, "circle-x"),
    },
    "settlement": {
        "awaiting_balance": State("待付余款", G, "hourglass"),
        "partly_paid": State("部分到账", W, "coin"),
        "unmatched": State("待认领", M, "user-question"),
        "paid": State("已付清", K, "circle-check"),
        "unpaid_overdue": State("逾期未付", D, "clock-exclamation"),
        "ruling_due": State("待作裁定", P, "writing-sign"),
        "ruling_served": State("裁定已送达", K, "license"),
        "to_distribute": State("待分配", P, "math-function"),
        "objection_period": State("分配异议期", W, "message-report"),
        "distributed": State("已分配", K, "cash"),
        "settled": State("已结清", N, "archive"),
    },
    "handover": {
        "not_started": State("待启动", N, "circle-dashed"),
        "ordered": State("限期腾退", G, "calendar-due"),
        "agreement": State("协议履行中", G, "heart-handshake"),
        "awaiting_force": State("待强制", W, "alert-triangle"),
        "forcing": State("强制实施中", L, "bolt"),
        "vacated": State("已腾空", K, "home-move"),
        "to_hand_over": State("待移交", P, "key"),
        "handed_over": State("已移交", K, "circle-check"),
        "refused": State("买受人拒收", D, "hand-stop"),
        "disputed": State("争议处理中", M, "scale"),
    },
    "title": {
        "todo": State("待办", N, "circle-dashed"),
        "submitted": State("已受理", G, "send"),
        "refused": State("退件", D, "arrow-back-up"),
        "done": State("办结", K, "circle-check"),
        "not_needed": State("无需办理", N, "circle-x"),
    },
    "deadline": {
        "not_started": State("未起算", N, "circle-dashed"),
        "running": State("进行中", G, "player-play"),
        "near": State("临近", W, "clock"),
        "today": State("今天到期", W, "calendar-due"),
        "overdue": State("已逾期", D, "clock-exclamation"),
        "stopped": State("暂停计算", N, "player-pause"),
        "done": State("已完成", K, "circle-check"),
        "done_late": State("逾期完成", W, "check"),
        "ended": State("已终止", N, "archive"),
    },
    "service": {
        "to_serve": State("待送达", P, "file-text"),
        "serving": State("送达中", G, "send"),
        "served": State("已送达", K, "circle-check"),
        "deemed": State("视为送达", K, "check"),
        "failed": State("送达失败，待另行送达", D, "circle-x"),
        "dropped": State("不再送达", N, "archive"),
    },
    "delivery": {
        "waiting": State("待发送", G, "clock"),
        "sending": State("发送中", G, "send"),
        "sent": State("已发送", K, "circle-check"),
        "failed": State("未发出", D, "circle-x"),
        "unclear": State("不知是否送达", M, "help-circle"),
        "dropped": State("无需发送", N, "ban"),
    },
    "site": {
        "normal": State("正常", K, "plug-connected"),
        "slow": State("缓慢", W, "hourglass"),
        "unreachable": State("无法读取", D, "plug-connected-x"),
        "refused": State("被拒绝", D, "ban"),
        "challenged": State("需人工验证", M, "user-question"),
        "changed": State("页面有变化", M, "git-compare"),
        "stopped": State("已停读", N, "player-stop"),
        "dedicated": State("专线", K, "shield-lock"),
    },
    "comparison": {
        "same": State("一致", K, "circle-check"),
        "different": State("不一致", D, "git-compare"),
        "unread": State("尚未读到", N, "circle-dashed"),
        "explained": State("已说明", N, "message-circle"),
    },
    "finding": {
        "breach": State("违反", D, "ban"),
        "warning": State("警示", W, "alert-triangle"),
        "manual": State("需人工", M, "user-question"),
        "pass": State("通过", K, "circle-check"),
    },
    "stage": {
        "control": State("查控指挥", G, "radar"),
        "field": State("外勤行动", G, "route"),
        "disposal": State("财产处置", P, "gavel"),
        "closing": State("结案复查", G, "clipboard-check"),
        "moving": State("移送中", W, "switch-horizontal"),
        "ended_without_result": State("终本", N, "archive"),
        "closed": State("结案", N, "archive"),
        "resumed": State("恢复执行", P, "repeat"),
    },
    "photo": {
        "place_agrees": State("位置相符", K, "map-pin"),
        "no_place": State("无位置", W, "map-pin-off"),
        "time_differs": State("时间不符", D, "clock-exclamation"),
    },
    "kind": {
        "deadline": State("期限", G, "calendar-due"),
        "task": State("任务", G, "checklist"),
        "plan": State("方案", P, "file-certificate"),
        "difference": State("不一致", D, "git-compare"),
        "notice": State("通知", P, "mail"),
        "seizure": State("续封", W, "lock"),
        "money": State("款项", K, "cash"),
        "viewing": State("看样", G, "eye"),
        "custody": State("保管", W, "lock"),
        "approval": State("审批", P, "rubber-stamp"),
        "panel": State("表决", P, "users"),
        "valuation": State("询价", G, "scale"),
        "document": State("文书", G, "file-text"),
        "service": State("送达", P, "send"),
        "ruling": State("裁定", P, "license"),
        "handover": State("移交", G, "home-move"),
        "title": State("过户", G, "license"),
        "round": State("竞价", L, "gavel"),
        "site": State("平台", W, "plug-connected"),
        "supervision": State("督办", D, "flag"),
        "clue": State("线索", M, "message-report"),
        "case": State("案件", G, "briefcase"),
    },
}


def look(machine: str, state: object) -> State:
    """How a state is shown. A code the table does not know is shown as it is, in grey, with a question mark: unknown stays visible as unknown."""
    known = STATES.get(machine, {})
    return known.get(str(state)) or State(str(state), N, "question-mark")


def machines() -> tuple[str, ...]:
    """All machines, in the order of the guide."""
    return tuple(STATES)
