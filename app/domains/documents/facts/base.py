"""What every paper's facts share: strict field types, problems named in Chinese, the context that a template sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Self, get_args

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from app.kernel.errors import Invalid
from app.kernel.money import Money

_MISSING = {"missing", "string_too_short", "too_short"}


class FactsRefused(Invalid):
    """The facts do not make the paper. `faults` lists (field path, Chinese message) for each missing or wrong fact."""

    code = "paper_facts"


def _fen(value: object) -> object:
    """Money, or an integer count of fen; anything else (a float, a bool) is not money."""
    if isinstance(value, Money):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Money(value)
    raise ValueError("金额须为整数分")


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that may not be blank."""
Fen = Annotated[Money, BeforeValidator(_fen)]
"""Money; JSON and mappings may give an integer number of fen."""
Instant = AwareDatetime
"""An aware instant; printed on Shanghai's clock."""
Count = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """A row inside a paper's facts (a lease, a signature …): frozen, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PaperFacts(BaseModel):
    """The facts of one paper. Facts that the paper does not need are passed over; a needed one that is missing is refused by name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    hidden_names: list[Text] = Field(default=[], title="公开件须隐名的人员")

    @classmethod
    def read(cls, facts: Mapping[str, object]) -> Self:
        """Check and take the facts. Raises FactsRefused that names every missing and wrong one in Chinese."""
        try:
            return cls.model_validate(dict(facts))
        except ValidationError as error:
            faults = tuple(_fault(cls, each) for each in error.errors(include_url=False))
        raise FactsRefused("；".join(message for _, message in faults), faults=faults)

    def context(self) -> dict[str, object]:
        """Everything a template may print: each field and each composed property."""
        return {name: getattr(self, name) for name in (*type(self).model_fields, *_properties(type(self)))}


def _properties(model: type[BaseModel]) -> Iterator[str]:
    for each in model.__mro__:
        if issubclass(each, PaperFacts):
            yield from (name for name, value in vars(each).items() if isinstance(value, property))


def _fault(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    """(path, message): '缺少：申请执行人第1项·姓名或者名称' or '…：what is wrong'."""
    path, title = ".".join(str(step) for step in error["loc"]), title_of(model, error["loc"])
    if error["type"] in _MISSING or error.get("input", "") is None:
        return path, f"缺少：{title}"
    reason = error.get("ctx", {}).get("error")
    if isinstance(reason, ValueError) and len(reason.args) == 2:
        message, field = reason.args
        return f"{path}.{field}" if path else field, message
    return path, f"{title}：{_WORDS.get(error['type'], error['msg'].removeprefix('Value error, '))}"


_WORDS = {
    "enum": "不在可选范围内",
    "date_from_datetime_parsing": "不是日期",
    "date_parsing": "不是日期",
    "date_type": "不是日期",
    "timezone_aware": "时刻缺少时区",
    "datetime_parsing": "不是时刻",
    "datetime_from_date_parsing": "不是时刻",
    "string_type": "应为文字",
    "string_pattern_mismatch": "格式不对",
    "list_type": "应为列表",
    "extra_forbidden": "不是本文书的要素",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
}


def title_of(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """The Chinese name of a field path: ('parties', 0, 'name') → '当事人第1项·姓名或者名称'. Unknown steps stand as they are."""
    if not path:
        return "要素"
    head, rest = path[0], path[1:]
    if not isinstance(head, str) or head not in model.model_fields:
        return "·".join(str(step) for step in path)
    field = model.model_fields[head]
    title = field.title or head
    if rest and isinstance(rest[0], int):
        title, rest = f"{title}第{rest[0] + 1}项", rest[1:]
    inner = part_of(field.annotation)
    return f"{title}·{title_of(inner, rest)}" if rest and inner else title


def part_of(annotation: object) -> type[Part] | None:
    """The Part inside an annotation such as list[Lease] or Account | None."""
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, Part):
        return annotation
    return next((found for each in get_args(annotation) if (found := part_of(each))), None)


def needed(title: str, field: str) -> ValueError:
    """The error of a fact that became necessary because of another; raise it from a model validator."""
    return ValueError(f"缺少：{title}", field)
