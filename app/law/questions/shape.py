"""What a question and its answer are made of: input types, the common fields, the shapes of outputs, and the Op that binds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from app.kernel.clock import SHANGHAI, local
from app.kernel.money import MalformedMoney, Money
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Status, weakest
from app.law.rulebook import rule
from app.law.subjects import AssetKind, Channel


def _money(value: object) -> Money:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("malformed", "金额应写成以元为单位的小数文本，如 595000.00")
    try:
        amount = Money.yuan(value)
    except MalformedMoney as error:
        raise PydanticCustomError("malformed", "金额应写成以元为单位、最多两位小数的文本，如 595000.00") from error
    if amount.fen < 0:
        raise PydanticCustomError("negative_money", "金额不能为负")
    return amount


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime | str):
        raise PydanticCustomError("malformed", "时刻应写成 ISO 格式，如 2026-03-18T10:00:00")
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return local(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("malformed", "时刻应写成 ISO 格式，如 2026-03-18T10:00:00") from error


def _day(value: object) -> date:
    if isinstance(value, str) and len(value) > 10:
        return _instant(value).date()
    if not isinstance(value, str):
        raise PydanticCustomError("malformed", "日期应写成 ISO 格式，如 2026-03-18")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("malformed", "日期应写成 ISO 格式，如 2026-03-18") from error


def _moment(value: object) -> date:
    return _day(value) if isinstance(value, str) and len(value) <= 10 else _instant(value)


def _arrival(value: object) -> datetime:
    """An arrival is an instant, a time of day, or a whole number where only the order is known."""
    if isinstance(value, str):
        return _instant(_some_day(value))
    if isinstance(value, bool) or not isinstance(value, int):
        return _instant(value)
    return _instant(datetime(2000, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=_count(value)))


def _some_day(text: str) -> datetime | str:
    """A time of day as an instant of the day on which mere orders are counted too; any other text as it is."""
    try:
        return datetime.combine(date(2000, 1, 1), time.fromisoformat(text))
    except ValueError:
        return text


def _flag_or_day(value: object) -> bool | date:
    return value if isinstance(value, bool) else _day(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise PydanticCustomError("malformed", "应为 true 或 false")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise PydanticCustomError("malformed", "应为 0 至 100000 的整数")
    return value


def read_round(value: object) -> int:
    """A round is a number; written as text it is the same round."""
    return _count(int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 7 else value)


def _listed(value: object) -> object:
    """One thing where several may stand is a list of one."""
    return [value] if isinstance(value, str) else value


def read_text(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("malformed", "应为文本")
    return value


MoneyIn = Annotated[Money, BeforeValidator(_money), WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"})]
InstantIn = Annotated[datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
DayIn = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[Any, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]
ArrivalIn = Annotated[Any, BeforeValidator(_arrival), WithJsonSchema({"type": ["integer", "string"]})]
FlagOrDay = Annotated[Any, BeforeValidator(_flag_or_day), WithJsonSchema({"type": ["boolean", "string"]})]
Flag = Annotated[bool, BeforeValidator(_flag)]
Count = Annotated[int, BeforeValidator(_count)]
Round = Annotated[int, BeforeValidator(read_round)]
Text = Annotated[str, BeforeValidator(read_text)]
ONE_OR_MANY = BeforeValidator(_listed)
"""For lists that a single text may stand for."""


class PublishedSchema(GenerateJsonSchema):
    """Schemas as they are published: the default of an amount is the text that it would be sent as."""

    def encode_default(self, dft: Any) -> Any:
        """The default as JSON."""
        return str(dft) if isinstance(dft, Money) else super().encode_default(dft)


class Inputs(BaseModel):
    """A part of a question: nothing beyond the named fields. Instants come out on Shanghai's clock, aware."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Question(Inputs):
    """What any question may say: the channel, the kind of thing, and the day on whose law it is judged."""

    channel: Channel = Channel.ONLINE
    asset: AssetKind | None = None
    date: DayIn | None = None


Shape = Mapping[str, Any]
MONEY: Shape = {"type": ["string", "null"], "pattern": r"^-?\d+\.\d{2}$"}
DAY: Shape = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
INSTANT: Shape = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T"}
FLAG: Shape = {"type": ["boolean", "null"]}
COUNT: Shape = {"type": ["integer", "null"]}
TEXT: Shape = {"type": ["string", "null"]}
ANY: Shape = {}


def many(shape: Shape) -> Shape:
    """The shape of a list."""
    return {"type": ["array", "null"], "items": dict(shape)}


def thing(shapes: Mapping[str, Shape]) -> Shape:
    """The shape of an object with exactly these keys, none obligatory."""
    return {"type": ["object", "null"], "properties": {name: dict(each) for name, each in shapes.items()}, "additionalProperties": False}


def choice(*words: str) -> Shape:
    """One of some words, or null."""
    return {"enum": [*words, None]}


@dataclass(frozen=True)
class Op:
    """One kind of question: its inputs, the pure function that answers it (use `answered`), and the shapes of the outputs beside findings and status."""

    inputs: type[Question]
    answer: Callable[[Any, Calendar], dict[str, Any]]
    outputs: Mapping[str, Shape]
    about: str = ""


def answered(outputs: Mapping[str, object], *, rules: Iterable[str], findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """The answer as JSON values. `rules` are the rules used; the status is the weakest of them and of the findings' rules."""
    found = list(findings)
    used = [*rules, *(each.rule for each in found)]
    status: Status = weakest(rule(each).status for each in used)
    return {**{name: plain(each) for name, each in outputs.items()}, "findings": [each.as_json() for each in found], "status": str(status)}


def plain(value: object) -> Any:
    """A value of ours as JSON: money as decimal text, days and instants (Shanghai, with offset) as ISO text."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money | StrEnum):
        return str(value)
    return value
