"""Who may do which work: what stays with the court, what may be outsourced, what is coercion (law.md NA-04, NA-05, AUX-01, AUX-08, CP-01, CP-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.law.findings import Finding, Severity
from app.law.rulebook import finding


class Nature(StrEnum):
    """What kind of work it is by law."""

    COURT_ONLY = "court_only"
    DELEGABLE = "delegable"
    COERCIVE = "coercive"
    VACATING = "vacating"


class Doer(StrEnum):
    """Who is to do it."""

    COURT = "court"
    AGENCY = "agency"
    NOTARY = "notary"
    INSURER = "insurer"
    PLATFORM = "platform"
    APPRAISER = "appraiser"


class Reason(StrEnum):
    """Why somebody may not do it."""

    COURT_ONLY = "court_only_duty"
    NO_COERCION = "no_coercive_power"
    NO_NOTICE = "president_signed_notice_missing"


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: its name, its nature and the rule it comes from. `needs_notice`: only after the president's notice (CP-01)."""

    title: str
    nature: Nature
    rule: str
    needs_notice: bool = False


def _court(**titles: str) -> dict[str, Work]:
    return {code: Work(title, Nature.COURT_ONLY, "NA-04") for code, title in titles.items()}


def _open(rule: str, **titles: str) -> dict[str, Work]:
    return {code: Work(title, Nature.DELEGABLE, rule) for code, title in titles.items()}


def _coercive(rule: str, **titles: str) -> dict[str, Work]:
    return {code: Work(title, Nature.COERCIVE, rule) for code, title in titles.items()}


def _vacating(**titles: str) -> dict[str, Work]:
    return {code: Work(title, Nature.VACATING, "CP-01", needs_notice=True) for code, title in titles.items()}


COURT_DUTIES: Mapping[str, Work] = _court(
    make_notice="制作拍卖公告",
    publish_notice="发布拍卖公告",
    publish="发布上拍",
    state_condition="查明并说明财产现状和权利负担",
    set_reserve="确定保留价",
    set_start_price="确定起拍价",
    set_deposit="确定保证金",
    set_tax_burden="确定税费负担",
    set_payment="确定价款支付方式和期限",
    notify_parties="通知当事人和优先购买权人",
    confirm_priority="确认优先购买权人资格和顺位",
    sale_ruling="制作成交裁定",
    ruling="制作裁定",
    hand_over="交付财产",
    transfer_notice="出具协助执行通知书",
    dedicated_account="管理专用账户",
    serve="送达（以送达人身份）",
    sign_survey="签署调查结论",
)
"""法释〔2016〕18号 第6条: not delegable."""

SUPPORT_WORK: Mapping[str, Work] = {
    **_open(
        "NA-05",
        texts="制作文字说明",
        photos="拍摄照片",
        video="拍摄视频",
        photo_video="拍摄照片和视频",
        display="展示",
        consultation="竞买咨询",
        viewing="看样",
        guided_viewing="引领看样",
        sample_sealing="封存样品",
        identification="鉴定",
        inspection="检验",
        appraisal="评估",
        audit="审计",
        storage="仓储",
        custody="保管",
        transport="运输",
        logistics="物流",
        appraisal_support="评估配合",
        inquiry_support="询价配合",
        drafting="起草事实部分",
        promotion="推介",
    ),
    **_open(
        "AUX-07",
        survey="现场调查",
        survey_real_estate="现场调查（房屋）",
        survey_vehicle="现场调查（机动车）",
        survey_equipment="现场调查（设备、存货）",
        survey_equity="现场调查（股权）",
        survey_land="现场调查（土地）",
        survey_ship="现场调查（船舶）",
        clue_verification="财产线索核实",
    ),
    **_open("AUX-08", service_help="协助送达", notary_service="公证送达"),
    **_open("AUX-14", transfer_support="协助过户"),
    **_open("AUX-15", listing_prep="协助上拍", data_entry="录入上传"),
    **_open("RP-18", notary_witness="公证见证"),
    **_vacating(vacating_support="协助腾空"),
}
"""法释〔2016〕18号 第7条 and the support work that follows from it; the names are those of the task kinds."""

FORCE: Mapping[str, Work] = {
    **_coercive(
        "CP-16", search="搜查", detain="拘留", detention="拘留", fine="罚款", summons="拘传", seize="查封扣押", seizure="查封扣押", break_lock="开锁破门"
    ),
    **{code: Work("强制腾空", Nature.COERCIVE, "CP-16", needs_notice=True) for code in ("forced_vacating", "force_vacating", "eviction")},
    "remove_goods": Work("搬出财物", Nature.COERCIVE, "CP-16", needs_notice=True),
    "remove_persons": Work("责令人员离开", Nature.COERCIVE, "CP-16", needs_notice=True),
}
"""民事诉讼法 第120条: nobody but a court."""

WORK: Mapping[str, Work] = {**COURT_DUTIES, **SUPPORT_WORK, **FORCE}

OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("announcement", "publish_announcement", "auction_announcement"), "publish_notice"),
    **dict.fromkeys(("set_reserve_price", "reserve_price", "set_price"), "set_reserve"),
    **dict.fromkeys(("set_increment", "set_reduction"), "set_start_price"),
    **dict.fromkeys(("title_transfer_notice", "transfer_assistance_notice", "assistance_notice"), "transfer_notice"),
    **dict.fromkeys(("issue_ruling", "make_ruling"), "ruling"),
    **dict.fromkeys(("hand_over_property", "handover", "delivery"), "hand_over"),
    **dict.fromkeys(("confirm_preferential_buyer", "confirm_preferential"), "confirm_priority"),
    **dict.fromkeys(("manage_account", "court_account"), "dedicated_account"),
    **dict.fromkeys(("service", "serve_documents", "serve_document"), "serve"),
    **dict.fromkeys(("investigate_title", "investigate", "find_burdens", "investigation"), "state_condition"),
    **dict.fromkeys(("sign_notice", "sign_announcement"), "make_notice"),
    **dict.fromkeys(("forced_eviction", "evict", "vacate", "vacating", "clear_house"), "forced_vacating"),
    **dict.fromkeys(("enter_house", "enter_home", "forced_entry", "break_in", "change_locks"), "break_lock"),
    **dict.fromkeys(("seal", "detain_person", "private_detention"), "seizure"),
    **dict.fromkeys(("take_photos", "photography", "photo", "pictures"), "photos"),
    **dict.fromkeys(("take_video", "filming"), "video"),
    **dict.fromkeys(("write_texts", "text_drafting", "make_texts"), "texts"),
    **dict.fromkeys(("site_survey", "site_visit", "on_site_survey", "site_investigation"), "survey"),
    **dict.fromkeys(("assist_service", "help_service", "service_support"), "service_help"),
    **dict.fromkeys(("upload", "listing_support"), "listing_prep"),
    **dict.fromkeys(("assist_transfer", "transfer_help"), "transfer_support"),
    **dict.fromkeys(("keep", "safekeeping", "custodianship"), "custody"),
}
"""Names by which questions may speak of the same work."""


@dataclass(frozen=True, slots=True)
class Permission:
    """May this doer do this work, and if not, why."""

    allowed: bool
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]


def task_gate(task: str, doer: Doer, *, president_signed_notice: bool = False) -> Permission:
    """May the work be given to this doer? An agency never coerces and never takes the court's own duties; forced vacating waits for the
    president's notice, whoever acts. KeyError for work that is not in the table."""
    work = WORK[task]
    found: dict[Reason, Finding] = {}
    if doer is not Doer.COURT and work.nature is Nature.COURT_ONLY:
        words = f"“{work.title}”不能交给{_DOERS[doer]}，应由法院办理；可以交办第7条所列辅助工作"
        found[Reason.COURT_ONLY] = finding("NA-04", found=work.title, required="人民法院", message=words, field="task", severity=Severity.BREACH)
    if doer is not Doer.COURT and work.nature is Nature.COERCIVE:
        words = f"{_DOERS[doer]}人员不能实施“{work.title}”：只有人民法院可以采取强制措施；由执行人员到场实施，机构协助记录"
        found[Reason.NO_COERCION] = finding("CP-16", found=work.title, required="人民法院", message=words, field="task", severity=Severity.BREACH)
    if work.needs_notice and not president_signed_notice:
        words = "还不能进行强制腾空：须由院长签发公告，责令限期履行"
        required = "院长签发的公告"
        found[Reason.NO_NOTICE] = finding("CP-01", found="没有", required=required, message=words, field="president_signed_notice", severity=Severity.BREACH)
    return Permission(not found, tuple(found), (work.rule,), tuple(found.values()))


_DOERS = {
    Doer.COURT: "法院",
    Doer.AGENCY: "机构",
    Doer.NOTARY: "公证机构",
    Doer.INSURER: "保险机构",
    Doer.PLATFORM: "平台",
    Doer.APPRAISER: "评估机构",
}
