"""Menu and bottom bar per role (ui.md §3.1): order fixed, entries without right absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.actor import Role


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `count` and `alert` name figures of counting.py; an alert that is not zero is shown, in red, instead of the count."""

    label: str
    href: str
    icon: str
    count: str = ""
    alert: str = ""


DESK = Entry("工作台", "/", "layout-dashboard")
CASES = Entry("案件", "/cases", "briefcase", "cases")
ASSETS = Entry("标的物", "/assets", "building-community", "assets")
TASKS = Entry("任务", "/tasks", "checklist", "tasks", alert="late_tasks")
VALUATIONS = Entry("评估询价", "/valuations", "scale", "valuations")
PLANS = Entry("处置方案", "/plans", "file-certificate", "plans")
HALL = Entry("竞价大厅", "/hall", "gavel", "hall")
ROUNDS = Entry("拍次日历", "/rounds", "calendar-stats")
MONEY = Entry("款项", "/settlements", "cash", "settlements")
TITLE = Entry("裁定过户", "/rulings", "license", "rulings")
VACATING = Entry("腾空移交", "/handovers", "home-move", "handovers")
HOLDING = Entry("续封和移送", "/seizures", "lock")
KEEPING = Entry("保管链", "/custody", "lock")
VIEWINGS = Entry("看样", "/viewings", "eye")
DEADLINES = Entry("期限", "/deadlines", "calendar-due", "deadlines")
PAPERS = Entry("文书送达", "/documents", "file-text", "documents")
SERVING = Entry("送达", "/service", "send")
TEMPLATES = Entry("文书模板", "/documents/templates", "file-certificate")
SITES = Entry("平台状态", "/sites", "plug-connected", alert="differences")
RULES = Entry("法规库", "/rules", "book-2")
DECISIONS = Entry("待我决定", "/decisions", "rubber-stamp", alert="decisions")
APPROVALS = Entry("待我审批", "/decisions", "rubber-stamp", alert="decisions")
VOTES = Entry("待我表决", "/panels", "users", alert="decisions")
INBOX = Entry("消息", "/inbox", "bell", "inbox")
AUDIT = Entry("审计记录", "/audit", "history")
CALENDAR_YEARS = Entry("节假日", "/admin/calendar", "calendar")
PEOPLE = Entry("人员账号", "/admin/people", "users")
RESETS = Entry("重置二次验证", "/admin/factor-resets", "shield-check")
CHANNELS = Entry("消息渠道", "/admin/channels", "send")
COURT = Entry("本院资料", "/court", "building-bank")
AGENCIES = Entry("辅助机构", "/agencies", "building")
REGISTER = Entry("利害关系", "/interests", "users-group")

Groups = tuple[tuple[str, tuple[Entry, ...]], ...]
AFTER = ("成交之后", (MONEY, TITLE, VACATING))

MENU: Mapping[Role, Groups] = {
    Role.CLERK: (
        ("", (DESK, CASES, ASSETS, TASKS, VALUATIONS, PLANS, HALL, ROUNDS)),
        AFTER,
        ("通用", (DEADLINES, HOLDING, PAPERS, SERVING, VIEWINGS, KEEPING, AGENCIES, SITES, RULES)),
    ),
    Role.JUDGE: (("", (DESK, DECISIONS, CASES, PLANS, HALL, ROUNDS)), AFTER, ("通用", (DEADLINES, HOLDING, PAPERS, SERVING, RULES))),
    Role.PANEL: (("", (DESK, VOTES, CASES, ROUNDS, RULES)),),
    Role.DIRECTOR: (("", (DESK, APPROVALS, CASES, HALL, DEADLINES, AGENCIES, REGISTER, COURT, RULES)),),
    Role.PRESIDENT: (("", (DESK, APPROVALS, CASES, HALL, DEADLINES, AGENCIES, RULES)),),
    Role.FIELD: (("", (DESK, CASES, VACATING, KEEPING, DEADLINES, PAPERS, SERVING, RULES)),),
    Role.CONTROL: (("", (DESK, CASES, DEADLINES, PAPERS, SERVING, RULES)),),
    Role.CLOSING: (("", (DESK, CASES, DEADLINES, PAPERS, SERVING, RULES)),),
    Role.AGENCY: (
        (
            "",
            (
                Entry("首页", "/", "layout-dashboard"),
                Entry("本机构", "/agency", "building"),
                TASKS,
                VIEWINGS,
                KEEPING,
                Entry("排班", "/roster", "calendar"),
                REGISTER,
                INBOX,
            ),
        ),
    ),
    Role.WORKER: (
        ("", (Entry("今天", "/", "layout-dashboard"), Entry("我的任务", "/tasks", "checklist", "tasks", alert="late_tasks"), VIEWINGS, KEEPING, INBOX)),
    ),
    Role.NOTARY: (("", (Entry("首页", "/", "layout-dashboard"), Entry("待办事项", "/tasks", "checklist", "tasks"), INBOX)),),
    Role.INSURER: (("", (Entry("首页", "/", "layout-dashboard"), Entry("待办事项", "/tasks", "checklist", "tasks"), INBOX)),),
    Role.HIGHER: (("", (DESK, RULES)),),
    Role.SYSADMIN: (("", (Entry("概览", "/", "layout-dashboard"), PEOPLE, RESETS, CHANNELS, SITES)),),
    Role.SECADMIN: (("", (Entry("概览", "/", "layout-dashboard"), REGISTER, RESETS, TEMPLATES, CALENDAR_YEARS, RULES)),),
    Role.AUDITOR: (("", (Entry("概览", "/", "layout-dashboard"), AUDIT)),),
    Role.SYSTEM: (),
}

MORE = Entry("更多", "/more", "menu-2")
BOTTOM: Mapping[Role, tuple[Entry, ...]] = {
    Role.CLERK: (DESK, TASKS, Entry("竞价", "/hall", "gavel", "hall"), DEADLINES, MORE),
    Role.JUDGE: (DESK, Entry("待决定", "/decisions", "rubber-stamp", alert="decisions"), Entry("竞价", "/hall", "gavel", "hall"), DEADLINES, MORE),
    Role.PANEL: (DESK, VOTES, CASES, ROUNDS, MORE),
    Role.DIRECTOR: (DESK, Entry("待审批", "/decisions", "rubber-stamp", alert="decisions"), CASES, DEADLINES, MORE),
    Role.PRESIDENT: (DESK, Entry("待审批", "/decisions", "rubber-stamp", alert="decisions"), CASES, DEADLINES, MORE),
    Role.AGENCY: (Entry("首页", "/", "layout-dashboard"), TASKS, INBOX, MORE),
    Role.WORKER: (Entry("今天", "/", "layout-dashboard"), TASKS, Entry("待上传", "/m/queue", "cloud-upload"), INBOX, MORE),
}

INITIALS: Mapping[str, str] = {
    "工作台": "gzt",
    "首页": "sy",
    "今天": "jt",
    "概览": "gl",
    "案件": "aj",
    "标的物": "bdw",
    "任务": "rw",
    "我的任务": "wdrw",
    "待办事项": "dbsx",
    "待上传": "dsc",
    "评估询价": "pgxj",
    "处置方案": "czfa",
    "竞价大厅": "jjdt",
    "拍次日历": "pcrl",
    "款项": "kx",
    "裁定过户": "cdgh",
    "腾空移交": "tkyj",
    "续封和移送": "xfhys",
    "期限": "qx",
    "保管链": "bgl",
    "看样": "ky",
    "文书送达": "wssd",
    "送达": "sd",
    "文书模板": "wsmb",
    "平台状态": "ptzt",
    "法规库": "fgk",
    "待我决定": "dwjd",
    "待我审批": "dwsp",
    "待我表决": "dwbj",
    "消息": "xx",
    "审计记录": "sjjl",
    "人员账号": "ryzh",
    "本院资料": "byzl",
    "重置二次验证": "czecyz",
    "消息渠道": "xxqd",
    "节假日": "jjr",
    "我的提醒设置": "wdtxsz",
    "辅助机构": "fzjg",
    "利害关系": "lhgx",
    "本机构": "bjg",
    "排班": "pb",
    "新建任务": "xjrw",
    "导入案件": "draj",
    "登记案件": "djaj",
    "使用手册": "sysc",
    "个人设置": "grsz",
    "登录设备": "dlsb",
    "演示引导": "ysyd",
}


MORE_PAGES = (
    ("新建任务", "/tasks/new"),
    ("导入案件", "/cases/import"),
    ("登记案件", "/cases/new"),
    ("使用手册", "/manual"),
    ("个人设置", "/me"),
    ("我的提醒设置", "/me/notices"),
    ("登录设备", "/me/sessions"),
    ("演示引导", "/guide"),
)


def word_of(role: Role, href: str, otherwise: str) -> str:
    """What the role's menu calls an address: a page is headed as the menu calls it."""
    return next((entry.label for _, entries in MENU[role] for entry in entries if entry.href == href), otherwise)
