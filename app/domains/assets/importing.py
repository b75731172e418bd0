"""From import lines to commands: what each sheet says as values of cases and assets, or faults. Pure: `Known` brings what the house holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domains.assets.cells import Line
from app.domains.assets.import_columns import ASSETS, CASES, PARTIES, SEIZURES, SHEETS
from app.domains.assets.rights import BurdenDetails, SeizureDetails
from app.domains.assets.rules import check_code, check_share, check_term
from app.domains.assets.service import AssetDetails, checked_asset
from app.domains.assets.sheets import Book, Fault
from app.domains.assets.types import EncumbranceKind, Kind, Measure, Occupancy
from app.domains.cases.numbers import parse_number, parse_own_number
from app.domains.cases.parties import PartyDetails, checked
from app.domains.cases.rules import check_dates, check_no_identity_number, doubts_of
from app.domains.cases.service import CaseDetails
from app.domains.cases.types import CaseKind, IdKind, PartyKind, PartyRole, Stage
from app.kernel.errors import Invalid
from app.kernel.money import ZERO, MalformedMoney, Money

OCCUPIED: Mapping[str, Occupancy] = {
    "被执行人": Occupancy.DEBTOR_BUSINESS,
    "承租人": Occupancy.TENANT_CLAIM,
    "案外人": Occupancy.OUTSIDER_GROUNDLESS,
    "法院扣押": Occupancy.COURT,
    "法院监管": Occupancy.COURT,
}
ROLES = {"保证人": PartyRole.GUARANTOR}


@dataclass(frozen=True)
class Known:
    """What the house holds: the actor's court, its people by name, cases by number, asset kinds by (number, code), party names by number."""

    court_name: str
    court_code: str
    today: date
    judges: Mapping[str, str]
    clerks: Mapping[str, str]
    cases: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    assets: Mapping[tuple[str, str], Kind] = field(default_factory=dict)
    parties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    party_keys: frozenset[tuple[str, str, str]] = frozenset()
    ranks: frozenset[tuple[str, str, int]] = frozenset()


@dataclass(frozen=True)
class AssetLine:
    """An asset with its owner and burdens."""

    details: AssetDetails
    owner: str
    share: str
    burdens: tuple[BurdenDetails, ...]


@dataclass
class Plan:
    """What would be done: commands with the case number (and asset code) they belong to, faults, doubts, how many lines there were."""

    cases: list[CaseDetails] = field(default_factory=list)
    parties: list[tuple[str, PartyDetails]] = field(default_factory=list)
    assets: list[tuple[str, AssetLine]] = field(default_factory=list)
    seizures: list[tuple[str, str, SeizureDetails]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    lines: int = 0

    @property
    def good(self) -> int:
        """How many lines can be imported."""
        return len(self.cases) + len(self.parties) + len(self.assets) + len(self.seizures)


def plan_import(book: Book, known: Known) -> Plan:
    """Read all sheets in their order; a line of a case that is itself wrong is a fault too, so nothing hangs in the air."""
    plan = Plan(faults=list(book.faults), lines=sum(len(rows) for rows in book.rows.values()))
    reading = _Reading(known, plan)
    readers: Mapping[str, Callable[[Line], None]] = {
        CASES: reading.case,
        PARTIES: reading.party,
        ASSETS: reading.asset,
        SEIZURES: reading.seizure,
    }
    for title, read in readers.items():
        columns = {column.key: column for column in SHEETS[title]}
        for row in book.rows.get(title, ()):
            read(Line(row, columns, plan.faults))
    return plan


def numbers_of(book: Book) -> frozenset[str]:
    """The case numbers that a file names, in full form; what cannot be read is left to the reading itself."""
    found = set()
    for row in (row for rows in book.rows.values() for row in rows if "number" in row.cells):
        try:
            found.add(str(parse_number(str(row.cells["number"].value or ""))))
        except Invalid:
            continue
    return frozenset(found)


class _Reading:
    """One import under reading: what the file itself has brought so far."""

    def __init__(self, known: Known, plan: Plan) -> None:
        self.known = known
        self.plan = plan
        self.numbers: dict[str, int] = {}
        self.codes: dict[tuple[str, str], Kind] = dict(known.assets)
        self.seen: dict[tuple[str, ...], int] = {}
        self.names: dict[str, set[str]] = {number: set(names) for number, names in known.parties.items()}

    def case(self, line: Line) -> None:
        """A line of 案件."""
        known = self.known
        number = line.read("number", lambda text: parse_own_number(text, court_code=known.court_code, court_name=known.court_name))
        if line.text("court") not in ("", known.court_name):
            line.fault("court", f"不在你的范围内：只能导入{known.court_name}的案件")
        filed_on, effective_on = line.day("filed_on"), line.day("basis_effective_on")
        claim, kind = line.money("claim"), line.word("kind", CaseKind)
        stage = line.word("stage", Stage)
        judge, clerk = self._person(line, "judge", known.judges), self._person(line, "clerk", known.clerks)
        texts = {key: self._short(line, key) for key in ("cause", "basis_number", "basis_title", "basis_court")}
        remark = self._remark(line)
        if claim is not None and (claim < ZERO or (not claim and not remark)):
            line.fault("claim", "应大于 0；行为案件填 0 并在备注写明")
        if stage is Stage.CLOSED:
            line.fault("stage", "不能导入已结案的案件")
        if judge and judge == clerk:
            line.fault("clerk", "承办法官和书记员不能是同一人")
        if number and filed_on and effective_on:
            self._try(line, lambda: check_dates(number.year, filed_on, effective_on, known.today))
            self._doubt(line, "filed_on", doubts_of(number.year, filed_on, effective_on))
        if number:
            self._once(line, "number", (CASES, str(number)), str(number) in known.taken)
            self.numbers.setdefault(str(number), line.row.number)
        if number and line.good and filed_on and effective_on and claim is not None and kind and stage and judge:
            self.plan.cases.append(
                CaseDetails(
                    number=str(number),
                    filed_on=filed_on,
                    basis_effective_on=effective_on,
                    claim=claim,
                    kind=kind,
                    stage=stage,
                    judge_id=judge,
                    clerk_id=clerk,
                    remark=remark,
                    **texts,
                )
            )

    def party(self, line: Line) -> None:
        """A line of 当事人."""
        number = self._case_of(line)
        role, kind, id_kind = line.word("role", PartyRole, ROLES), line.word("kind", PartyKind), line.word("id_kind", IdKind)
        sex, born_on = line.text("sex"), line.day("born_on")
        if sex not in ("", "男", "女"):
            line.fault("sex", "应为 男 或者 女")
        texts = {key: line.text(key) for key in ("name", "id_no", "phone", "address", "legal_rep", "agent", "remark")}
        e_service = line.yes("e_service")
        if not (number and role and kind and id_kind and line.good):
            return
        details = PartyDetails(role=role, kind=kind, id_kind=id_kind, sex=sex, born_on=born_on, e_service=e_service, **texts)
        if not self._try(line, lambda: checked(details, self.known.today)):
            return
        if self._once(line, "id_no", (PARTIES, number, role.value, details.id_no), (number, role.value, details.id_no) in self.known.party_keys):
            self.names.setdefault(number, set()).add(details.name.strip())
            self.plan.parties.append((number, details))

    def asset(self, line: Line) -> None:
        """A line of 标的物."""
        number, code = self._case_of(line), line.read("code", check_code)
        kind, occupancy = line.word("kind", Kind), line.word("occupancy", Occupancy, OCCUPIED)
        burdens = line.read("burdens", burdens_of)
        share = line.read("share", check_share) or ""
        owner = line.text("owner")
        texts = {key: line.text(key) for key in ("subkind", "title", "place", "cert_no", "area", "land_area", "quantity", "remark")}
        if line.money("reference_price") is not None:
            self._doubt(line, "reference_price", ("参考价不从表格导入：由询价、评估或者议价确定后登记",))
        if not (number and code and kind and occupancy and burdens is not None and line.good):
            return
        if occupancy is OCCUPIED.get(line.text("occupancy")):
            self._doubt(line, "occupancy", (f"按“{occupancy.word}”登记，调查后可改",))
        details = AssetDetails(code=code, kind=kind, occupancy=occupancy, **texts)
        if not self._try(line, lambda: checked_asset(details)):
            return
        if owner not in self.names.get(number, set()):
            self._doubt(line, "owner", (f"{owner}不是本案当事人，按第三人登记",))
        if self._once(line, "code", (ASSETS, number, code), (number, code) in self.known.assets):
            self.codes[number, code] = kind
            self.plan.assets.append((number, AssetLine(details, owner, share, burdens)))

    def seizure(self, line: Line) -> None:
        """A line of 查封."""
        number, code = self._case_of(line), line.read("code", check_code)
        kind, rank = line.word("kind", Measure), line.whole("rank")
        starts_on, expires_on = line.day("starts_on"), line.day("expires_on")
        line.read("case_number", parse_number)
        texts = {key: line.text(key) for key in ("court_name", "case_number", "paper_no", "registry_office", "remark")}
        held = self.codes.get((number or "", code or ""))
        if number and code and held is None:
            line.fault("code", "该标的物不在“标的物”表，也没有登记，或者它的那一行有错")
        if kind and rank and (kind is Measure.WAITING) != (rank > 1):
            line.fault("rank", "第 1 顺位为首封，轮候查封从第 2 顺位起")
        if held and starts_on and expires_on:
            self._term(line, held, starts_on, expires_on)
        if not (number and code and kind and rank and starts_on and line.good):
            return
        if self._once(line, "rank", (SEIZURES, number, code, str(rank)), (number, code, rank) in self.known.ranks):
            self.plan.seizures.append((number, code, SeizureDetails(kind=kind, rank=rank, starts_on=starts_on, expires_on=expires_on, **texts)))

    def _case_of(self, line: Line) -> str | None:
        number = line.read("number", parse_number)
        if number is None:
            return None
        if str(number) not in self.known.cases and str(number) not in {each.number for each in self.plan.cases}:
            line.fault("number", "该案在“案件”表中有错，本行不能导入" if str(number) in self.numbers else "该案不在“案件”表，也没有登记在本院")
            return None
        return str(number)

    def _once(self, line: Line, key: str, mark: tuple[str, ...], taken: bool) -> bool:
        if taken:
            line.fault(key, "已经登记，不能重复导入")
        elif mark in self.seen:
            line.fault(key, f"与本表第 {self.seen[mark]} 行重复")
        else:
            self.seen[mark] = line.row.number
            return line.good
        return False

    def _person(self, line: Line, key: str, people: Mapping[str, str]) -> str | None:
        name = line.text(key)
        if name and name not in people:
            line.fault(key, f"不是{self.known.court_name}的在职{'法官' if key == 'judge' else '书记员'}")
        return people.get(name)

    def _short(self, line: Line, key: str) -> str:
        text = line.text(key)
        if len(text) > 200:
            line.fault(key, "最多 200 字")
        return text

    def _remark(self, line: Line) -> str:
        text = line.text("remark")
        self._try(line, lambda: check_no_identity_number(text, "remark"))
        return text

    def _term(self, line: Line, kind: Kind, starts_on: date, expires_on: date) -> None:
        try:
            self._doubt(line, "expires_on", check_term(kind.law_class, starts_on, expires_on, self.known.today).doubts)
        except Invalid as refusal:
            line.fault(refusal.faults[0][0], refusal.message)

    def _try(self, line: Line, act: Callable[[], object]) -> bool:
        try:
            act()
        except Invalid as refusal:
            for name, words in refusal.faults:
                line.fault(name if name in line.columns else "remark", words)
            return False
        return True

    def _doubt(self, line: Line, key: str, words: Sequence[str]) -> None:
        cell = line.row.cells.get(key)
        for each in words:
            self.plan.doubts.append(Fault(line.row.sheet, line.row.number, cell.letter if cell else "", cell.title if cell else "", "", each))


def burdens_of(text: str) -> tuple[BurdenDetails, ...]:
    """种类:权利人:金额或者说明; several by ; — or 无."""
    plain = text.replace("：", ":").replace("；", ";").strip()
    if plain == "无":
        return ()
    return tuple(_burden(part.strip()) for part in plain.split(";") if part.strip())


def _burden(part: str) -> BurdenDetails:
    words = {each.word: each for each in EncumbranceKind}
    kind, _, rest = part.partition(":")
    holder, _, more = rest.partition(":")
    if kind.strip() not in words or not holder.strip():
        raise Invalid(f"“{part}”应写成 种类:权利人:金额，多项用分号隔开；没有写 无。种类：{'、'.join(words)}", field="burdens")
    try:
        return BurdenDetails(words[kind.strip()], holder.strip(), Money.yuan(more) if more.strip() else None)
    except MalformedMoney:
        return BurdenDetails(words[kind.strip()], holder.strip(), None, more.strip())
