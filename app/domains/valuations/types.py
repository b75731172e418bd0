"""Words of valuations: ways, grounds for passing one over, jumps, how orders, appraisals, deliveries and objections stand."""

from __future__ import annotations

from enum import StrEnum

from app.law.objections import Ground
from app.law.valuation import Method

TITLES = {
    Method.AGREEMENT.value: "议价",
    Method.DIRECTED_INQUIRY.value: "定向询价",
    Method.ONLINE_INQUIRY.value: "网络询价",
    Method.APPRAISAL.value: "委托评估",
}
ORDER = tuple(Method(code) for code in TITLES)
RULES = {Method.AGREEMENT: "RP-04", Method.DIRECTED_INQUIRY: "RP-05", Method.ONLINE_INQUIRY: "RP-06", Method.APPRAISAL: "RP-15"}
SIDES = {"applicant": "申请执行人", "debtor": "被执行人"}


class SkipGround(StrEnum):
    """Why a way cannot be gone; each belongs to one way (参考价规定 4, 5, 7)."""

    REFUSED = "refused"
    MISSING = "missing"
    NO_OFFICIAL_PRICE = "no_official_price"
    NEEDS_INSPECTION = "needs_inspection"
    NOT_POSSIBLE = "not_possible"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return _GROUNDS[self][1]

    @property
    def method(self) -> Method:
        """The way that it passes over."""
        return _GROUNDS[self][0]


_GROUNDS = {
    SkipGround.REFUSED: (Method.AGREEMENT, "一方当事人拒绝议价"),
    SkipGround.MISSING: (Method.AGREEMENT, "一方当事人下落不明"),
    SkipGround.NO_OFFICIAL_PRICE: (Method.DIRECTED_INQUIRY, "没有计税基准价、政府定价或者政府指导价"),
    SkipGround.NEEDS_INSPECTION: (Method.ONLINE_INQUIRY, "需由专业人员现场勘验或者鉴定"),
    SkipGround.NOT_POSSIBLE: (Method.ONLINE_INQUIRY, "不具备网络询价条件"),
}


class Jump(StrEnum):
    """What lets the order of the ways be left."""

    BOTH_PARTIES = "both_parties"
    LAW = "law"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return "双方当事人一致要求" if self is Jump.BOTH_PARTIES else "法律、行政法规规定必须委托评估"


class IssueKind(StrEnum):
    """Why a platform reports: the first time, corrected, or again after the validity was missed."""

    FIRST = "first"
    CORRECTION = "correction"
    REISSUE = "reissue"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return {"first": "首次", "correction": "补正", "reissue": "重新出具"}[self.value]


class AppraisalState(StrEnum):
    """Where the order of one appraiser stands."""

    WAITING = "waiting"
    WORKING = "working"
    REPORTED = "reported"
    CORRECTING = "correcting"
    REISSUING = "reissuing"
    REPLACED = "replaced"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return _APPRAISAL[self]


_APPRAISAL = {
    AppraisalState.WAITING: "未委托",
    AppraisalState.WORKING: "评估中",
    AppraisalState.REPORTED: "已出具报告",
    AppraisalState.CORRECTING: "说明或者补正中",
    AppraisalState.REISSUING: "重新出具中",
    AppraisalState.REPLACED: "已更换",
}


class Way(StrEnum):
    """How a report is sent."""

    DIRECT = "direct"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    PUBLICATION = "publication"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return {"direct": "直接送达", "mail": "邮寄送达", "electronic": "电子送达", "publication": "中国执行信息公开网公示"}[self.value]


class ObjectionState(StrEnum):
    """Where an objection stands. `refused`: late or of no admissible ground, registered and told; supervision is left (第25条)."""

    OPEN = "open"
    PASSED_ON = "passed_on"
    EXPLAINED = "explained"
    EXPERT = "expert"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return _OBJECTION[self]


_OBJECTION = {
    ObjectionState.OPEN: "审查中",
    ObjectionState.PASSED_ON: "已交评估机构",
    ObjectionState.EXPLAINED: "评估机构已说明",
    ObjectionState.EXPERT: "专业技术评审中",
    ObjectionState.DISMISSED: "不成立",
    ObjectionState.CORRECTED: "已补正",
    ObjectionState.UPHELD: "成立",
    ObjectionState.REFUSED: "不予受理，已告知",
}
OPEN_OBJECTIONS = frozenset({ObjectionState.OPEN, ObjectionState.PASSED_ON, ObjectionState.EXPLAINED, ObjectionState.EXPERT})
GROUNDS = {
    Ground.BASICS: "财产基本信息错误",
    Ground.SCOPE: "超出财产范围或者遗漏财产",
    Ground.QUALIFICATION: "机构或者人员不具备资质",
    Ground.PROCEDURE: "评估程序严重违法",
    Ground.STANDARD: "参照标准不当",
    Ground.METHOD: "计算方法或者评估方法不当",
    Ground.RESULT: "评估结果不当",
    Ground.FRAUD: "议价中存在欺诈",
    Ground.DURESS: "议价中存在胁迫",
    Ground.COLLUSION: "恶意串通损害他人利益",
    Ground.FALSE_INQUIRY: "有关机构出具虚假定向询价结果",
    Ground.WRONG_HANDLING: "对异议的处理确有错误",
}
FAULTS = {
    "basics": "财产基本信息错误",
    "scope": "超出财产范围或者遗漏财产",
    "stamp": "选定的评估机构与盖章不符",
    "signatory": "选定的评估人员与签名不符",
    "other": "其他应当说明或者补正的情形",
}
PRICE_BASES = {"tax_base": "计税基准价", "fixed": "政府定价", "guided": "政府指导价"}
