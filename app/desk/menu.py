"""Menu and bottom bar per role (ui.md §3.1): order fixed, entries without right absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.actor import Role


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `count` names a counter of the frame; `alert` shows it in red."""

    label: str
    href: str
    icon: str
    count: str = ""
    alert: bool = False


DESK = Entry("工作台", "/", "layout-dashboard")
CASES = Entry("案件", "/cases", "briefcase", "cases")
ASSETS = Entry("标的物", "/assets", "building-community", "assets")
TASKS = Entry("任务", "/tasks", "checklist", "tasks", alert=True)
VALUATIONS = Entry("评估询价", "/valuations", "scale", "valuations")
PLANS = Entry("处置方案", "/plans", "file-certificate", "plans")
HALL = Entry("竞价大厅", "/hall", "gavel", "hall")
ROUNDS = Entry("拍次日历", "/rounds", "calendar-stats")
MONEY = Entry("款项", "/settlements", "cash", "settlements")
TITLE = Entry("裁定过户", "/rulings", "license", "rulings")
VACATING = Entry("腾空移交", "/handovers", "home-move", "handovers")
DEADLINES = Entry("期限", "/deadlines", "calendar-due", "deadlines")
PAPERS = Entry("文书送达", "/documents", "file-text", "documents")
SITES = Entry("平台状态", "/sites", "plug-connected", "differences", alert=True)
RULES = Entry("法规库", "/rules", "book-2")
DECISIONS = Entry("待我决定", "/decisions", "rubber-stamp", "decisions", alert=True)
VOTES = Entry("待我表决", "/panels", "users", "votes", alert=True)
INBOX = Entry("消息", "/inbox", "bell", "inbox")
AUDIT = Entry("审计记录", "/audit", "history")
PEOPLE = Entry("人员账号", "/admin/people", "users")
AGENCIES = Entry("辅助机构", "/agencies", "building")

Groups = tuple[tuple[str, tuple[Entry, ...]], ...]
AFTER = ("成交之后", (MONEY, TITLE, VACATING))

MENU: Mapping[Role, Groups] = {
    Role.CLERK: (
        ("", (DESK, CASES, ASSETS, TASKS, VALUATIONS, PLANS, HALL, ROUNDS)),
        AFTER,
        ("通用", (DEADLINES, PAPERS, AGENCIES, SITES, RULES)),
    ),
    Role.JUDGE: (("", (DESK, DECISIONS, CASES, PLANS, HALL, ROUNDS)), AFTER, ("通用", (DEADLINES, PAPERS, RULES))),
    Role.PANEL: (("", (DESK, VOTES, CASES, ROUNDS, RULES)),),
    Role.DIRECTOR: (("", (DESK, DECISIONS, CASES, HALL, DEADLINES, AGENCIES, RULES)),),
    Role.PRESIDENT: (("", (DESK, DECISIONS, CASES, HALL, DEADLINES, AGENCIES, RULES)),),
    Role.FIELD: (("", (DESK, CASES, DEADLINES, PAPERS, RULES)),),
    Role.CONTROL: (("", (DESK, CASES, DEADLINES, PAPERS, RULES)),),
    Role.CLOSING: (("", (DESK, CASES, DEADLINES, PAPERS, RULES)),),
    Role.AGENCY: (("", (Entry("首页", "/", "layout-dashboard"), TASKS, INBOX)),),
    Role.WORKER: (("", (Entry("今天", "/", "layout-dashboard"), Entry("我的任务", "/tasks", "checklist", "tasks"), INBOX)),),
    Role.NOTARY: (("", (Entry("首页", "/", "layout-dashboard"), Entry("待办事项", "/tasks", "checklist", "tasks"), INBOX)),),
    Role.INSURER: (("", (Entry("首页", "/", "layout-dashboard"), Entry("待办事项", "/tasks", "checklist", "tasks"), INBOX)),),
    Role.HIGHER: (("", (DESK, RULES)),),
    Role.SYSADMIN: (("", (Entry("概览", "/", "layout-dashboard"), PEOPLE)),),
    Role.SECADMIN: (("", (Entry("概览", "/", "layout-dashboard"), RULES)),),
    Role.AUDITOR: (("", (Entry("概览", "/", "layout-dashboard"), AUDIT)),),
    Role.SYSTEM: (),
}

MORE = Entry("更多", "/more", "menu-2")
BOTTOM: Mapping[Role, tuple[Entry, ...]] = {
    Role.CLERK: (DESK, TASKS, Entry("竞价", "/hall", "gavel", "hall"), DEADLINES, MORE),
    Role.JUDGE: (DESK, Entry("待决定", "/decisions", "rubber-stamp", "decisions", alert=True), Entry("竞价", "/hall", "gavel", "hall"), DEADLINES, MORE),
    Role.PANEL: (DESK, VOTES, CASES, ROUNDS, MORE),
    Role.DIRECTOR: (DESK, Entry("待审批", "/decisions", "rubber-stamp", "decisions", alert=True), CASES, DEADLINES, MORE),
    Role.PRESIDENT: (DESK, Entry("待审批", "/decisions", "rubber-stamp", "decisions", alert=True), CASES, DEADLINES, MORE),
    Role.AGENCY: (Entry("首页", "/", "layout-dashboard"), TASKS, INBOX, MORE),
    Role.WORKER: (Entry("今天", "/", "layout-dashboard"), TASKS, Entry("待上传", "/m/queue", "cloud-upload"), INBOX, MORE),
}
