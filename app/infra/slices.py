"""A page of a list: what is searched, which page; one row more than a page says that there is a next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, or_
from sqlalchemy.orm import InstrumentedAttribute

PAGE = 50
Rows = TypeVar("Rows", bound="Select[*tuple[Any, ...]]")


@dataclass(frozen=True)
class Slice:
    """`search` is text that one of the columns contains, '' for all; `page` counts from 1; `size` rows, 0 for every row."""

    search: str = ""
    page: int = 1
    size: int = PAGE

    def of(self, statement: Rows, *columns: InstrumentedAttribute[str]) -> Rows:
        """The statement narrowed to what is searched in the columns, and to the page; it must already be ordered."""
        if self.search:
            statement = statement.where(or_(*(column.contains(self.search, autoescape=True) for column in columns)))
        if not self.size:
            return statement
        return statement.offset((self.page - 1) * self.size).limit(self.size + 1)


ALL = Slice(size=0)
