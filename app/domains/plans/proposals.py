"""What a new plan starts with: figures and dates proposed by the rules, texts composed from the asset's data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from app.domains.plans.types import ROUND_TITLES, Subject, Terms
from app.kernel.clock import SHANGHAI
from app.kernel.money import Money
from app.kernel.workdays import Calendar
from app.law.announcement import check_announcement, round2_window
from app.law.pricing import PriceBasis, network_sale_price, price_floor

OPENING = time(10, 0)
DEPOSIT_SHARE = Fraction(10, 100)
INCREMENT_SHARE = Fraction(1, 200)
BALANCE_DAYS = 10
BLANK = "____"


@dataclass(frozen=True)
class Facts:
    """What the texts are composed from, already in words."""

    site_title: str
    court_name: str
    case_no: str
    asset_title: str
    place: str
    condition: str
    defects: str
    burdens: str
    occupancy: str
    taxes: str
    consult_phone: str
    supervision_phone: str
    conditions: str = ""


def propose(subject: Subject, facts: Facts, calendar: Calendar, *, round_no: int, site: str, today: date) -> Terms:
    """Terms that break no rule as far as data allows: the least lawful price, a tenth as deposit, the recommended days."""
    price = _price(subject, round_no)
    announce_on = _announce_on(subject, calendar, round_no, today)
    terms = Terms(
        site=site,
        round_no=round_no,
        start_price=price,
        deposit=_rounded(price, DEPOSIT_SHARE),
        increment=_rounded(price, INCREMENT_SHARE),
        announce_on=announce_on,
        opens_at=_opens_at(subject, calendar, round_no, announce_on),
        balance_days=BALANCE_DAYS,
        vacating="法院负责腾退移交" if subject.asset.is_real_estate else "法院负责清点移交",
        viewing="公告期内可预约看样，由本院委托的辅助机构带看，不收取费用",
        consult_phone=facts.consult_phone,
    )
    return compose(terms, facts)


def compose(terms: Terms, facts: Facts) -> Terms:
    """Write announcement, notice and warnings from data; what is not known yet is left for the check to find."""
    return terms.with_(announcement=announcement(terms, facts), instructions=instructions(terms, facts), warnings=warnings(facts))


def announcement(terms: Terms, facts: Facts) -> str:
    """The ten items of 法释〔2016〕18号 第12条第2款, in order."""
    lines = (
        f"{facts.court_name}将于{_moment(terms.opens_at)}至{_moment(terms.ends_at)}止（延时的除外）在{facts.site_title}上进行公开拍卖活动（{ROUND_TITLES[terms.round_no]}），现公告如下：",
        f"一、拍卖标的：{facts.asset_title}，坐落或存放于{facts.place}。{facts.condition}",
        f"二、起拍价（保留价）：{_money(terms.start_price)}元；加价幅度：{_money(terms.increment)}元。",
        f"三、保证金：{_money(terms.deposit)}元，竞买人在竞价程序结束前以实名交纳；未成交的，竞价结束后24小时内退还。",
        f"四、竞买人条件：具备完全民事行为能力的自然人、法人和非法人组织均可参加；法律、司法解释另有规定的从其规定。{facts.conditions}",
        f"五、已知瑕疵：{facts.defects}",
        f"六、权利负担和权利义务：{facts.burdens}占有情况：{facts.occupancy}。移交：{terms.vacating}。"
        f"税费：{terms.tax_bearer}；{_taxes(terms)}{_arrears(terms) or facts.taxes}",
        f"七、余款支付：买受人在拍卖成交后{terms.balance_days or BLANK}日内付清余款。"
        "法律责任：买受人逾期未支付价款的，保证金不予退还，依次用于支付拍卖费用、弥补差价、冲抵债务。",
        f"八、拍卖时间：{_moment(terms.opens_at)}起{terms.bidding_hours}小时；竞价程序的最后五分钟内有竞买人出价的，自该次出价时起延时五分钟。",
        f"九、网络平台：{facts.site_title}。咨询和看样：{terms.viewing}，电话{_phone(terms, facts)}。",
        f"十、拍卖法院：{facts.court_name}，案号{facts.case_no}，监督电话{facts.supervision_phone or BLANK}。",
    )
    return "\n".join(lines)


def instructions(terms: Terms, facts: Facts) -> str:
    """The notice to bidders: registration, deposit, bidding, payment, handing-over."""
    return "\n".join(
        (
            f"一、本次拍卖由{facts.court_name}依据{facts.case_no}执行案件实施，适用最高人民法院关于人民法院网络司法拍卖若干问题的规定。",
            "二、竞买人应当以实名账户报名并交纳保证金；委托代理人竞买的，应当在竞价开始前经本院确认。",
            "三、优先购买权人经本院确认后取得优先竞买资格及号码；未参加竞买的，视为放弃优先购买权。",
            f"四、加价幅度为{_money(terms.increment)}元的整数倍。最后五分钟内有出价的，自该次出价时起延时五分钟。",
            f"五、买受人应在成交后{terms.balance_days or BLANK}日内付清余款；其他竞买人的保证金在竞价结束后24小时内退还。",
            "六、拍卖成交裁定书送达买受人时，财产权转移。本院依法办理移交，需要办理过户的出具协助执行通知书。",
            f"七、税费承担：{terms.tax_bearer}。咨询电话：{_phone(terms, facts)}。",
        )
    )


def warnings(facts: Facts) -> str:
    """The seven special warnings of 法释〔2016〕18号 第14条."""
    return "\n".join(
        (
            "一、竞买人应当具备完全民事行为能力，法律、行政法规和司法解释对买受人资格有特殊规定的，竞买人应当具备规定的资格。",
            "二、委托他人代为竞买的，应当在竞价程序开始前经人民法院确认，并通知网络服务提供者。",
            f"三、拍卖财产已知瑕疵和权利负担：{facts.defects}{facts.burdens}",
            "四、拍卖财产以实物现状为准，竞买人可以申请实地看样。",
            "五、竞买人决定参与竞买的，视为对拍卖财产完全了解，并接受拍卖财产一切已知和未知瑕疵。",
            "六、载明买受人真实身份的拍卖成交确认书在网络拍卖平台上公示。",
            "七、买受人悔拍后保证金不予退还。",
        )
    )


def _price(subject: Subject, round_no: int) -> Money | None:
    if round_no == 3:
        return network_sale_price(subject.previous_start_price) if subject.previous_start_price else None
    known = subject.reference_price if round_no == 1 else subject.previous_start_price
    if known is None:
        return None
    return price_floor(PriceBasis(round_no, asset=subject.asset, appraisal=subject.reference_price, previous=subject.previous_start_price)).price


def _announce_on(subject: Subject, calendar: Calendar, round_no: int, today: date) -> date:
    soon = calendar.next_working_day(today + timedelta(days=4))
    if round_no == 2 and subject.previous_failed_on:
        window = round2_window(asset=subject.asset, failed_on=subject.previous_failed_on, calendar=calendar)
        return min(soon, max(window.recommended_announcement_on, today))
    return soon


def _opens_at(subject: Subject, calendar: Calendar, round_no: int, announce_on: date) -> datetime:
    checked = check_announcement(asset=subject.asset, auction_round=min(round_no, 2), announced_on=announce_on, opens_on=announce_on)
    day = calendar.next_working_day(checked.recommended_opening_on)
    if round_no == 2 and subject.previous_failed_on:
        latest = round2_window(asset=subject.asset, failed_on=subject.previous_failed_on, calendar=calendar).latest_opening.due_on
        day = min(day, latest)
    return datetime.combine(day, OPENING, SHANGHAI)


def _rounded(price: Money | None, share: Fraction) -> Money | None:
    """A share of the price, rounded up to three leading figures so that it reads well."""
    if price is None:
        return None
    exact = price.share_up(share)
    step = max(100, 10 ** (len(str(exact.fen)) - 2))
    return Money(-(-exact.fen // step) * step)


def _taxes(terms: Terms) -> str:
    rows = [f"{each.name}由{each.bearer or BLANK}承担（{each.basis or BLANK}）" for each in terms.taxes]
    return f"{'；'.join(rows)}。" if rows else ""


def _arrears(terms: Terms) -> str:
    rows = [
        f"{each.kind}{each.amount.grouped}元（截至{each.until_on.isoformat()}，来源：{each.source}），由{each.bearer or BLANK}承担" for each in terms.arrears
    ]
    return f"欠费：{'；'.join(rows)}。" if rows else ""


def _phone(terms: Terms, facts: Facts) -> str:
    return terms.consult_phone or facts.consult_phone or BLANK


def _money(amount: Money | None) -> str:
    return amount.grouped if amount else BLANK


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y年%-m月%-d日%H时%M分}" if at else BLANK
