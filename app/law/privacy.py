"""What a public copy may show: masks by kind of document and of case (law.md PI-02 … PI-10; papers.md §0.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum

from app.law.masks import mask_account, mask_address, mask_certificate, mask_id, mask_name, mask_phone, mask_plate
from app.law.personal_data import redact

__all__ = ["CaseType", "Doc", "Treatment", "mask_account", "mask_fields", "mask_id", "mask_name", "mask_phone", "mask_plate", "treatment_of"]


class Doc(StrEnum):
    """Where the text appears."""

    JUDGMENT = "judgment"
    ATTACHMENT = "attachment"
    LOT_PAGE = "lot_page"
    NOTICE = "notice"
    CONFIRMATION = "confirmation"
    BIDS = "bids"
    SCREEN = "screen"

    @property
    def partial(self) -> bool:
        """May plates and certificate numbers be shown in part here? (PI-09: on the lot page and its notice; deleted in attachments)"""
        return self in (Doc.LOT_PAGE, Doc.NOTICE)


class CaseType(StrEnum):
    """Kinds of case whose parties' names are treated differently (PI-04)."""

    GENERAL = "general"
    FAMILY = "family"
    INHERITANCE = "inheritance"
    CRIMINAL = "criminal"

    @property
    def hides_parties(self) -> bool:
        """Marriage, family and inheritance: parties and their legal agents are not named."""
        return self in (CaseType.FAMILY, CaseType.INHERITANCE)


class Treatment(StrEnum):
    """What happens to a field."""

    KEEP = "keep"
    DELETE = "delete"
    PARTIAL_NAME = "partial_name"
    PARTIAL_PLATE = "partial_plate"
    PARTIAL_CERTIFICATE = "partial_certificate"
    COUNTY = "county"
    SCAN = "scan"
    SHORT_ID = "short_id"
    SHORT_PHONE = "short_phone"
    SHORT_ACCOUNT = "short_account"


class Datum(StrEnum):
    """What a field holds, as far as masking is concerned."""

    PARTY_NAME = "party_name"
    PROTECTED_NAME = "protected_name"
    LOSER = "loser"
    BUYER = "buyer"
    INFORMANT = "informant"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    ACCOUNT = "account"
    COURT_ACCOUNT = "court_account"
    PRIVATE = "private"
    ADDRESS = "address"
    PLATE = "plate"
    CERTIFICATE = "certificate"
    PUBLIC = "public"
    TEXT = "text"


FIELDS: Mapping[str, Datum] = {
    **dict.fromkeys(
        ("name", "party_name", "plaintiff", "defendant", "applicant", "debtor", "applicant_name", "debtor_name", "legal_agent_name"), Datum.PARTY_NAME
    ),
    **dict.fromkeys(
        ("minor_name", "minor", "witness_name", "witness", "victim_name", "victim", "expert_name", "expert", "guardian_name"), Datum.PROTECTED_NAME
    ),
    **dict.fromkeys(("loser_name", "losing_bidder", "losing_bidder_name", "bidder_name", "bidder"), Datum.LOSER),
    **dict.fromkeys(("buyer_name", "buyer"), Datum.BUYER),
    **dict.fromkeys(("informant_name", "informant", "search_answer", "panel_vote"), Datum.INFORMANT),
    **dict.fromkeys(("id_number", "id_no", "id", "id_card", "identity_number", "passport"), Datum.ID_NUMBER),
    **dict.fromkeys(("phone", "mobile", "telephone", "contact", "contact_phone"), Datum.PHONE),
    **dict.fromkeys(("bank_account", "account", "account_number", "unit_bank_account", "unit_account"), Datum.ACCOUNT),
    **dict.fromkeys(("pay_account", "deposit_account", "court_account"), Datum.COURT_ACCOUNT),
    **dict.fromkeys(("email", "e_mail", "wechat", "health", "trade_secret", "privacy", "service_address"), Datum.PRIVATE),
    **dict.fromkeys(("address", "home_address"), Datum.ADDRESS),
    **dict.fromkeys(("plate", "plate_no", "plate_number", "license_plate", "vehicle_plate", "unit_plate"), Datum.PLATE),
    **dict.fromkeys(
        ("certificate_number", "certificate_no", "certificate", "title_certificate", "title_cert_no", "title_certificate_number", "title_no"), Datum.CERTIFICATE
    ),
    **dict.fromkeys(("birth_date", "birth_on", "birthday", "sex", "gender", "county", "district", "ethnic_group"), Datum.PUBLIC),
    **dict.fromkeys(
        ("unit_name", "unit_address", "unit_code", "organisation_code", "org_code", "uscc", "legal_representative", "legal_rep", "head", "unit_head"),
        Datum.PUBLIC,
    ),
    **dict.fromkeys(
        ("lawyer", "lawyer_name", "licence_no", "lawyer_licence", "lawyer_license", "lawyer_licence_no", "law_firm", "firm", "court", "court_name", "case_no"),
        Datum.PUBLIC,
    ),
    **dict.fromkeys(("text", "note", "description", "remark"), Datum.TEXT),
}
"""What each named field holds; a field that is not named here is private and deleted, so that nothing unknown leaks."""


def treatment_of(field: str, *, doc: Doc, case_type: CaseType = CaseType.GENERAL, bidding_ended: bool = True) -> Treatment:
    """What the rules do with a field in this document (PI-02 … PI-06, PI-09, PI-10)."""
    datum = FIELDS.get(field, Datum.PRIVATE)
    if doc is Doc.SCREEN:
        return _ON_SCREEN.get(datum, Treatment.KEEP)
    match datum:
        case Datum.PARTY_NAME:
            return Treatment.PARTIAL_NAME if case_type.hides_parties else Treatment.KEEP
        case Datum.BUYER:
            return Treatment.KEEP if doc is Doc.CONFIRMATION and bidding_ended else Treatment.DELETE
        case Datum.COURT_ACCOUNT:
            return Treatment.KEEP if doc.partial else Treatment.DELETE
        case Datum.PLATE:
            return Treatment.PARTIAL_PLATE if doc.partial else Treatment.DELETE
        case Datum.CERTIFICATE:
            return Treatment.PARTIAL_CERTIFICATE if doc.partial else Treatment.DELETE
        case _:
            return _ALWAYS[datum]


_ALWAYS: Mapping[Datum, Treatment] = {
    Datum.PROTECTED_NAME: Treatment.PARTIAL_NAME,
    Datum.LOSER: Treatment.DELETE,
    Datum.INFORMANT: Treatment.DELETE,
    Datum.ID_NUMBER: Treatment.DELETE,
    Datum.PHONE: Treatment.DELETE,
    Datum.ACCOUNT: Treatment.DELETE,
    Datum.PRIVATE: Treatment.DELETE,
    Datum.ADDRESS: Treatment.COUNTY,
    Datum.PUBLIC: Treatment.KEEP,
    Datum.TEXT: Treatment.SCAN,
}
_ON_SCREEN: Mapping[Datum, Treatment] = {
    Datum.ID_NUMBER: Treatment.SHORT_ID,
    Datum.PHONE: Treatment.SHORT_PHONE,
    Datum.ACCOUNT: Treatment.SHORT_ACCOUNT,
    Datum.PROTECTED_NAME: Treatment.PARTIAL_NAME,
    Datum.LOSER: Treatment.DELETE,
    Datum.INFORMANT: Treatment.DELETE,
    Datum.PRIVATE: Treatment.DELETE,
}

Masker = Callable[[str], str | None]
_MASKERS: Mapping[Treatment, Masker] = {
    Treatment.KEEP: str,
    Treatment.DELETE: lambda _: None,
    Treatment.PARTIAL_NAME: mask_name,
    Treatment.PARTIAL_PLATE: mask_plate,
    Treatment.PARTIAL_CERTIFICATE: mask_certificate,
    Treatment.COUNTY: mask_address,
    Treatment.SCAN: redact,
    Treatment.SHORT_ID: mask_id,
    Treatment.SHORT_PHONE: mask_phone,
    Treatment.SHORT_ACCOUNT: mask_account,
}

Value = str | list[str] | None


def mask_fields(fields: Mapping[str, Value], *, doc: Doc, case_type: CaseType = CaseType.GENERAL, bidding_ended: bool = True) -> dict[str, Value]:
    """The same fields as the public may see them: kept, masked or None (deleted). Equal masked names of different people get 1, 2, … (PI-05)."""
    ways = {field: treatment_of(field, doc=doc, case_type=case_type, bidding_ended=bidding_ended) for field in fields}
    names = _numbered([name for field, value in fields.items() if ways[field] is Treatment.PARTIAL_NAME for name in _each(value)])
    return {field: _masked(value, names.__getitem__ if ways[field] is Treatment.PARTIAL_NAME else _MASKERS[ways[field]]) for field, value in fields.items()}


def _masked(value: Value, masker: Masker) -> Value:
    if value is None or isinstance(value, str):
        return None if value is None else masker(value)
    shown = [masked for each in value if (masked := masker(each)) is not None]
    return shown or None


def _each(value: Value) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def _numbered(names: list[str]) -> dict[str, str]:
    people = list(dict.fromkeys(names))
    counts, seen = Counter(mask_name(each) for each in people), Counter[str]()
    numbered: dict[str, str] = {}
    for person in people:
        masked = mask_name(person)
        seen[masked] += 1
        numbered[person] = f"{masked}{seen[masked]}" if counts[masked] > 1 else masked
    return numbered
