"""How a fact is treated in the public copy: the marks M, X and S of the register of papers."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """Stands in a field's annotation; a field without one is free text (numbers of persons in it are crossed out)."""

    CUT = "cut"  # left out (PI-02)
    CERTIFICATE = "certificate"  # last four places while the lot is up, × in the archive copy (PI-02, PI-03, PI-09)
    ACCOUNT = "account"  # shown while the lot is up (CL-02 item 8), × in the archive copy (PI-02)
    ADDRESS = "address"  # province, city, county only (PI-06)
    NAME = "name"  # surname and 某, everywhere in the paper (PI-04, PI-05)
    OFFICE = "office"  # the court's own number: kept as it is


class Audience(StrEnum):
    """For whom a public copy is made."""

    LOT_PAGE = "lot_page"
    ARCHIVE = "archive"
