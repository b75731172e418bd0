"""Closed sets of tasks: states, acts, what a photo's place and time say."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """The life of a task, as ui.md §2.5 names it."""

    DRAFT = "draft"
    OFFERED = "offered"
    DOING = "doing"
    HANDED_BACK = "handed_back"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    DECLINED = "declined"
    RECALLED = "recalled"


STATE_NAMES: dict[TaskState, str] = {
    TaskState.DRAFT: "草稿",
    TaskState.OFFERED: "待接收",
    TaskState.DOING: "办理中",
    TaskState.HANDED_BACK: "已交回",
    TaskState.RETURNED: "已退回",
    TaskState.ACCEPTED: "已验收",
    TaskState.CLOSED: "已办结",
    TaskState.DECLINED: "已拒接",
    TaskState.RECALLED: "已收回",
}


class TaskAct(StrEnum):
    """What may be done to a task."""

    GIVE = "give"
    TAKE = "take"
    DECLINE = "decline"
    ASSIGN = "assign"
    SAVE = "save"
    HAND_BACK = "hand_back"
    RETURN = "return"
    ACCEPT = "accept"
    CLOSE = "close"
    RECALL = "recall"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    PAUSE = "pause"
    RESUME = "resume"
    URGE = "urge"
    SAY = "say"
    CANCEL = "cancel"
    REASSIGN = "reassign"
    RESTORE = "restore"


ACT_NAMES: dict[TaskAct, str] = {
    TaskAct.GIVE: "派出",
    TaskAct.TAKE: "接收",
    TaskAct.DECLINE: "拒接",
    TaskAct.ASSIGN: "改派人员",
    TaskAct.SAVE: "保存草稿",
    TaskAct.HAND_BACK: "交回",
    TaskAct.RETURN: "退回修改",
    TaskAct.ACCEPT: "验收通过",
    TaskAct.CLOSE: "办结",
    TaskAct.RECALL: "收回",
    TaskAct.ASK_EXTENSION: "申请延期",
    TaskAct.EXTEND: "延长期限",
    TaskAct.REFUSE_EXTENSION: "不同意延期",
    TaskAct.PAUSE: "暂停计时",
    TaskAct.RESUME: "恢复计时",
    TaskAct.URGE: "催办",
    TaskAct.SAY: "留言",
    TaskAct.CANCEL: "取消交回",
    TaskAct.REASSIGN: "改派",
    TaskAct.RESTORE: "撤销收回",
}

PAUSE_GROUNDS = (
    "等法院提供材料或决定",
    "等登记机关、税务等单位答复",
    "受阻，等执行人员到场",
    "当事人另约时间",
    "台风、暴雨等不能外出",
)
"""Grounds on which a task's clock may stop: none of them lies in the agency's own hands."""


class PhotoBadge(StrEnum):
    """What a photo's own place and time say against the task's (ui.md §2.5); unchecked: the task gives no coordinates to compare with."""

    PLACE_AGREES = "place_agrees"
    PLACE_DIFFERS = "place_differs"
    PLACE_UNCHECKED = "place_unchecked"
    NO_PLACE = "no_place"
    TIME_DIFFERS = "time_differs"


PHOTO_BADGE_NAMES: dict[PhotoBadge, str] = {
    PhotoBadge.PLACE_AGREES: "位置相符",
    PhotoBadge.PLACE_DIFFERS: "位置不符",
    PhotoBadge.PLACE_UNCHECKED: "有位置",
    PhotoBadge.NO_PLACE: "无位置",
    PhotoBadge.TIME_DIFFERS: "时间不符",
}
