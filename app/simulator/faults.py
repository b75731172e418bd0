"""Fault switches, per site: how they are written, what each does to what a site shows. Pure but for the dice of the chance faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from random import Random
from threading import Lock

from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.simulator.lots import View
from app.simulator.terms import Terms


class FaultKind(StrEnum):
    """Every switch. The first block spoils the transport, the second the facts, the third the form."""

    SLOW = "slow"
    DOWN = "down"
    ERROR = "500"
    TOO_MANY = "429"
    CAPTCHA = "captcha"
    LOGIN = "login"
    REDIRECT = "redirect"
    TRUNCATED = "truncated"
    FALSE_PRICE = "false-price"
    REPEATED_BIDS = "repeated-bids"
    DISORDERED_BIDS = "disordered-bids"
    MISSING_BIDS = "missing-bids"
    MOVED_END = "moved-end"
    CLOCK_SKEW = "clock-skew"
    CONFIRMATION_WITHHELD = "confirmation-withheld"
    FIELD = "field"
    RENAMED_FIELDS = "renamed-fields"
    WRONG_CHARSET = "wrong-charset"


FAULT_WORDS = {
    FaultKind.SLOW: "响应缓慢（参数：秒）",
    FaultKind.DOWN: "断开连接（参数：概率）",
    FaultKind.ERROR: "服务器错误 500（参数：概率）",
    FaultKind.TOO_MANY: "访问过频 429，带 Retry-After（参数：概率）",
    FaultKind.CAPTCHA: "验证码页面（参数：概率）",
    FaultKind.LOGIN: "以 200 返回登录页（参数：概率）",
    FaultKind.REDIRECT: "跳转到内网地址（参数：概率）",
    FaultKind.TRUNCATED: "回答被截断（参数：概率）",
    FaultKind.FALSE_PRICE: "假价格",
    FaultKind.REPEATED_BIDS: "出价记录重复",
    FaultKind.DISORDERED_BIDS: "出价记录乱序",
    FaultKind.MISSING_BIDS: "出价记录缺失",
    FaultKind.MOVED_END: "结束时间被移动（参数：秒）",
    FaultKind.CLOCK_SKEW: "站点时钟偏差（参数：秒）",
    FaultKind.CONFIRMATION_WITHHELD: "成交确认书不出具、法院确认不显示",
    FaultKind.FIELD: "展示与上传不同的条件（参数：字段名）",
    FaultKind.RENAMED_FIELDS: "字段改名",
    FaultKind.WRONG_CHARSET: "字符集与声明不符",
}
USUAL = {FaultKind.SLOW: "2", FaultKind.MOVED_END: "600", FaultKind.CLOCK_SKEW: "90", FaultKind.FIELD: "deposit"}
CHANCES = frozenset({FaultKind.DOWN, FaultKind.ERROR, FaultKind.TOO_MANY, FaultKind.CAPTCHA, FaultKind.LOGIN, FaultKind.REDIRECT, FaultKind.TRUNCATED})
SECONDS = frozenset({FaultKind.SLOW, FaultKind.MOVED_END, FaultKind.CLOCK_SKEW})
LONGEST_SLOW = 120
FALSE_PRICE = Money.yuan("1000000.07")
RETRY_AFTER = 3

Switches = Mapping[FaultKind, str]


def read_spec(spec: str, sites: tuple[str, ...]) -> dict[str, dict[FaultKind, str]]:
    """`taobao=slow,500:0.1;jd=captcha` → switches by site; `*` is every site, nothing after `=` clears. Raises Invalid, naming the part."""
    found: dict[str, dict[FaultKind, str]] = {}
    for part in filter(None, (each.strip() for each in spec.split(";"))):
        site, _, names = part.partition("=")
        if site != "*" and site not in sites:
            raise Invalid(f"没有站点“{site}”", field="faults")
        switches = dict(_read_fault(each.strip()) for each in names.split(",") if each.strip())
        for code in sites if site == "*" else (site,):
            found[code] = switches
    return found


class Faults:
    """The switches that are on now. Chance faults throw seeded dice, so that a run can be repeated."""

    def __init__(self, sites: tuple[str, ...], spec: str = "", seed: int = 2026) -> None:
        self._sites = sites
        self._by_site: dict[str, dict[FaultKind, str]] = {}
        self._dice = Random(seed)
        self._lock = Lock()
        self.switch(spec)

    def switch(self, spec: str) -> None:
        """Replace the switches of the sites named."""
        self._by_site.update(read_spec(spec, self._sites))

    def of(self, site: str) -> Switches:
        """The switches of a site."""
        return self._by_site.get(site, {})

    def strikes(self, site: str, kind: FaultKind) -> bool:
        """Is the switch on, and do the dice let it happen this time?"""
        argument = self.of(site).get(kind)
        if argument is None:
            return False
        with self._lock:
            return kind not in CHANCES or self._dice.random() < float(argument)

    def as_json(self) -> dict[str, dict[str, str]]:
        """The switches by site."""
        return {site: {str(kind): argument for kind, argument in switches.items()} for site, switches in self._by_site.items() if switches}


def distort(shown: View, switches: Switches) -> View:
    """The same lot as a site with these faults shows it."""
    for kind, change in _CHANGES.items():
        if kind in switches:
            shown = change(shown, switches[kind])
    return shown


def distort_terms(terms: Terms, switches: Switches) -> Terms:
    """The same terms as a site with these faults shows them."""
    return FIELDS[switches[FaultKind.FIELD]](terms) if FaultKind.FIELD in switches else terms


def skew(switches: Switches) -> timedelta:
    """How far the site's clock is ahead."""
    return timedelta(seconds=float(switches.get(FaultKind.CLOCK_SKEW, "0")))


def _read_fault(text: str) -> tuple[FaultKind, str]:
    name, _, argument = text.partition(":")
    try:
        kind = FaultKind(name.replace("_", "-"))
    except ValueError:
        raise Invalid(f"没有故障开关“{name}”，现有：{'、'.join(FaultKind)}", field="faults") from None
    argument = argument or USUAL.get(kind, "1")
    if not _argument_fits(kind, argument):
        raise Invalid(f"故障开关“{name}”的参数“{argument}”不对：{FAULT_WORDS[kind]}", field="faults")
    return kind, argument


def _argument_fits(kind: FaultKind, argument: str) -> bool:
    if kind is FaultKind.FIELD:
        return argument in FIELDS
    if kind not in CHANCES | SECONDS:
        return True
    try:
        number = float(argument)
    except ValueError:
        return False
    return 0 <= number <= 1 if kind in CHANCES else abs(number) <= (LONGEST_SLOW if kind is FaultKind.SLOW else 86_400)


FIELDS: dict[str, Callable[[Terms], Terms]] = {
    "title": lambda terms: replace(terms, title=terms.title + "（含部分配件）"),
    "starting_price": lambda terms: replace(terms, starting_price=terms.starting_price + terms.increment),
    "appraisal_price": lambda terms: replace(terms, appraisal_price=(terms.appraisal_price or terms.starting_price) + terms.increment),
    "deposit": lambda terms: replace(terms, deposit=Money(terms.deposit.fen // 10)),
    "increment": lambda terms: replace(terms, increment=terms.increment * 2),
    "court": lambda terms: replace(terms, court=terms.court.removesuffix("人民法院") + "第二人民法院"),
    "attachments": lambda terms: replace(terms, attachments=terms.attachments[1:]),
    "attachment_bytes": lambda terms: terms,
    "photo_bytes": lambda terms: terms,
}


def _field(shown: View, name: str) -> View:
    return replace(shown, terms=FIELDS[name](shown.terms))


def _false_price(shown: View, _argument: str) -> View:
    return replace(shown, current_price=FALSE_PRICE)


def _repeated(shown: View, _argument: str) -> View:
    middle = len(shown.bids) // 2
    return replace(shown, bids=(*shown.bids[: middle + 1], *shown.bids[middle:])) if shown.bids else shown


def _disordered(shown: View, _argument: str) -> View:
    rows = list(shown.bids)
    middle = len(rows) // 2
    if len(rows) > 1:
        rows[middle - 1], rows[middle] = rows[middle], rows[middle - 1]
    return replace(shown, bids=tuple(rows))


def _missing(shown: View, _argument: str) -> View:
    middle = len(shown.bids) // 2
    return replace(shown, bids=(*shown.bids[:middle], *shown.bids[middle + 1 :]))


def _moved_end(shown: View, seconds: str) -> View:
    by = timedelta(seconds=float(seconds))
    return replace(shown, ends_at=shown.ends_at + by, terms=replace(shown.terms, ends_at=shown.terms.ends_at + by))


def _withheld(shown: View, _argument: str) -> View:
    return replace(shown, confirmable=False)


_CHANGES: dict[FaultKind, Callable[[View, str], View]] = {
    FaultKind.FIELD: _field,
    FaultKind.FALSE_PRICE: _false_price,
    FaultKind.REPEATED_BIDS: _repeated,
    FaultKind.DISORDERED_BIDS: _disordered,
    FaultKind.MISSING_BIDS: _missing,
    FaultKind.MOVED_END: _moved_end,
    FaultKind.CONFIRMATION_WITHHELD: _withheld,
}
