"""What courtgate's answers say. Pure. docs/sixth-site.md §2."""

from __future__ import annotations

from app.sites.contract import Changed, RawPage, Snapshot
from app.sites.reading import Dialect, Reader

SITE = "courtgate"


def read_lot(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """One lot's answer."""
    raise Changed("plugins/courtgate/parser.py 还没有写：read_lot 应读出拍品（docs/sixth-site.md 第 2 节）")


DIALECT = Dialect(
    site=SITE,
    readers=(Reader("lot", lambda text: False, read_lot),),
    walls=(),
)
