"""More lots for lists and figures: plain cases of many kinds, each stopped somewhere in its life. All made from a seed; ids pass their check digits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from stdnum.cn import uscc

from app.demonstration import acts, sale
from app.demonstration.acts import Playing
from app.demonstration.lots import BANK, CASES, CaseData, LotData, PartyData, yuan
from app.demonstration.stage import Stage, Step
from app.domains.assets.types import Kind, Measure, Occupancy
from app.domains.cases.types import PartyRole
from app.domains.cases.types import Stage as CaseStage
from app.kernel.clock import at_shanghai, start_of
from app.kernel.workdays import built_in

SURNAMES = "程陆俞简温岑蓝柏沐郁詹邝庾祝褚屈项费靳纪"
GIVEN = ("以宁", "闻笙", "知衡", "书岚", "其玉", "澈言", "砚舟", "望舒", "明岫", "景和", "予安", "清越")
WORDS = ("恒澜", "粤嘉", "穗合", "湾启", "岭澄", "南熠", "珠屿", "海砺")
TRADES = (("塑料制品", "注塑机四台", "注塑机"), ("五金", "数控机床两台", "机床"), ("食品", "灌装生产线一条", "生产线"), ("纺织", "圆机六台", "机床"))
STREETS = ("进港大道", "金隆路", "环市大道", "凤凰大道", "丰泽东路", "翠瑜街", "双山大道")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
STAGES = ("entered", "task", "priced", "drafted", "panel", "signed", "listed", "sold")
SITES = ("taobao", "jd", "caa123")


def more_steps(scale: int) -> list[Step]:
    """Steps of scale × 30 lots, spread over the stages of a lot's life."""
    return [step for number in range(30 * scale) for step in _lot_steps(number)]


def identity_number(rng: Random) -> str:
    """An invented identity number: area 440100, which is not issued, a real date, the right check digit (GB 11643)."""
    born = date(1962, 1, 1) + timedelta(days=rng.randrange(14_000))
    stem = f"440100{born:%Y%m%d}{rng.randrange(1, 999):03d}"
    return stem + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True)) % 11]


def credit_code(rng: Random) -> str:
    """An invented credit code of the block MAYY with its check digit (GB 32100)."""
    stem = "91440115MAYY" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(5))
    return stem + str(uscc.calc_check_digit(stem))


def _lot_steps(number: int) -> list[Step]:
    rng = Random(f"paifu/{number}")
    stage = STAGES[number % len(STAGES)]
    key = f"more-{number}"
    CASES[key] = _case(number, rng)
    playing = Playing(_lot(number, key, stage, rng))
    entered = start_of(playing.lot.seized_on) + timedelta(hours=9, minutes=number % 50)
    steps = [Step(entered, "clerk", f"登记案件和标的物：{playing.lot.title}", lambda s: acts.enter_asset(s, playing))]
    if stage == "task":
        steps += _task_steps(playing, number)
    if stage in ("entered", "task"):
        return steps
    steps.append(
        Step(start_of(playing.lot.priced_on) + timedelta(hours=10, minutes=number % 50), "clerk", "议价一致", lambda s: acts.price_by_agreement(s, playing))
    )
    return steps + _plan_steps(playing, stage, number)


def _task_steps(playing: Playing, number: int) -> list[Step]:
    """A survey that was given out, taken on, handed back, or sent back: each lot a little further."""
    acted = (acts.give_survey, acts.take_survey, acts.fill_survey, acts.return_survey)
    logins = ("clerk", "agency", "worker", "clerk")
    hours = (timedelta(0), timedelta(hours=2), timedelta(hours=26), timedelta(hours=28))
    given = at_shanghai(2026, 3, 31, 9, number % 60)
    reached = 1 + number // len(STAGES) % len(acted)
    return [Step(given + hours[n], logins[n], "现场调查", _acting(playing, acted[n])) for n in range(reached)]


def _acting(playing: Playing, act: Callable[[Stage, Playing], None]) -> Callable[[Stage], None]:
    return lambda stage: act(stage, playing)


def _plan_steps(playing: Playing, stage: str, number: int) -> list[Step]:
    if stage == "priced":
        return []
    signed = start_of(playing.lot.signed_on) + timedelta(hours=9, minutes=number % 50)
    draft = signed - timedelta(days=1)
    steps = [Step(draft, "clerk", "拟处置方案", lambda s: acts.draft_plan(s, playing))]
    if stage == "drafted":
        return steps
    steps.append(Step(draft + timedelta(hours=1), "clerk", "提交合议庭", lambda s: acts.submit_plan(s, playing)))
    if stage == "panel":
        return steps
    steps += [Step(draft + timedelta(hours=2, minutes=n), who, "表决", _voting(playing, who)) for n, who in enumerate(("judge", "panel1", "panel2"))]
    if stage == "signed":
        return steps
    steps.append(Step(signed, "judge", "签发方案", lambda s: acts.sign_plan(s, playing)))
    steps.append(Step(signed + timedelta(hours=1), "clerk", "通知当事人", lambda s: acts.tell_persons(s, playing)))
    steps.append(Step(start_of(playing.lot.announce_on) + timedelta(hours=9, minutes=number % 50), "clerk", "上传平台", lambda s: sale.upload(s, playing)))
    if stage == "sold":
        steps.append(Step(playing.lot.opens_at + timedelta(hours=26), "clerk", "确认成交", lambda s: _sold(s, playing)))
    return steps


def _voting(playing: Playing, login: str) -> Callable[[Stage], None]:
    return lambda stage: acts.vote(stage, playing, login)


def _sold(stage: Stage, playing: Playing) -> None:
    sale.look(stage, playing, stage.house.clock.now() + timedelta(minutes=1))
    sale.confirm(stage, playing)
    sale.refund(stage, playing)


def _case(number: int, rng: Random) -> CaseData:
    person = rng.choice(SURNAMES) + rng.choice(GIVEN)
    company = f"广州{rng.choice(WORDS)}{TRADES[number % len(TRADES)][0]}有限公司"
    debtor = (
        PartyData(PartyRole.DEBTOR, f"{company[:-4]}{number}号厂有限公司", credit_code(rng), legal_rep=person)
        if number % 2
        else PartyData(PartyRole.DEBTOR, person, identity_number(rng), phone=f"199000{10000 + number}")
    )
    applicant = PartyData(PartyRole.APPLICANT, *BANK[:2], phone="020-80000101", legal_rep=BANK[2])
    filed = date(2026, 1, 19) + timedelta(days=number % 20)
    number_text = f"（2026）粤0115执{2100 + number * 7}号"
    basis = f"（2025）粤0115民初{5100 + number}号"
    return CaseData(
        number_text,
        filed,
        "金融借款合同纠纷" if number % 3 else "买卖合同纠纷",
        basis,
        date(2025, 12, 1),
        yuan(str(180_000 + number * 37_000)),
        CaseStage.DISPOSAL,
        (applicant, debtor),
    )


def _lot(number: int, key: str, stage: str, rng: Random) -> LotData:
    calendar = built_in()
    movable = number % 2 == 1
    since = date(2026, 2, 24) if number == 0 else date(2026, 3, 12) if stage in ("entered", "task") else date(2026, 2, 9)
    seized = calendar.next_working_day(since + timedelta(days=number % 9))
    priced, signed, announced, opens = _days(stage, number, seized, movable)
    reference = (80_000 + number * 11_000) if movable else (600_000 + number * 83_000)
    start = -(-reference * 72 // 100 // 1000) * 1000
    trade = TRADES[number % len(TRADES)]
    room = f"{rng.choice(STREETS)}{rng.randrange(6, 190)}号{rng.randrange(1, 9)}栋{rng.randrange(3, 28)}{rng.randrange(1, 7):02d}房"
    return LotData(
        f"M{number}", key, "A01",
        Kind.EQUIPMENT if movable else Kind.HOUSE, trade[2] if movable else "住宅",
        f"{trade[1]}（{2100 + number * 7}案）" if movable else room,
        f"广州市南沙区{rng.choice(STREETS)}{rng.randrange(6, 190)}号" if movable else f"广州市南沙区{room}",
        Occupancy.DEBTOR_BUSINESS if movable else Occupancy.DEBTOR_FAMILY,
        Measure.DETAIN if movable else Measure.SEAL,
        seized, _term(seized, 2 if movable else 3),
        yuan(str(reference)), yuan(str(start)), yuan(str(-(-start // 10 // 100) * 100)), yuan("500" if movable else "5000"),
        opens, announced, priced, signed,
        area="" if movable else f"{rng.randrange(60, 140)}.{rng.randrange(10, 99)}", quantity="1批" if movable else "",
        cert_no="" if movable else f"粤（2020）广州市不动产权第0491{number:04d}号", site=SITES[number % len(SITES)],
        buyer=(rng.choice(SURNAMES) + rng.choice(GIVEN), identity_number(rng)),
    )  # fmt: skip


def _term(seized: date, years: int) -> date:
    return seized.replace(year=seized.year + years) - timedelta(days=1)


def _days(stage: str, number: int, seized: date, movable: bool) -> tuple[date, date, date, datetime]:
    """Pricing, signing, announcement and opening: sold lots early, listed ones now, the rest to come."""
    calendar = built_in()
    if stage == "sold":
        signed, announced, opens_on = date(2026, 2, 26), date(2026, 3, 3), date(2026, 3, 24)
    elif stage == "listed":
        signed, announced = date(2026, 3, 19), date(2026, 3, 24)
        opens_on = date(2026, 4, 13 if movable else 27)
    else:
        signed, announced = date(2026, 4, 2), calendar.next_working_day(date(2026, 4, 9) + timedelta(days=number % 5))
        opens_on = calendar.next_working_day(announced + timedelta(days=17 if movable else 33))
    priced = calendar.next_working_day(max(seized + timedelta(days=2), signed - timedelta(days=6)))
    hour = 10 + number % 3
    return min(priced, signed - timedelta(days=2)), signed, announced, at_shanghai(opens_on.year, opens_on.month, opens_on.day, hour)
