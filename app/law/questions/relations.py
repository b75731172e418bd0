"""Reading a bidder's relation as it is written in a question: a role, a relative of a role, or a relative alone."""

from __future__ import annotations

from app.law.eligibility import Kin, Role

_ROLES = {
    **{str(role): role for role in Role},
    **dict.fromkeys(
        ("", "unrelated", "stranger", "public", "third_party", "other_creditor", "creditor", "tenant", "co_owner", "preferential_buyer"), Role.NONE
    ),
    **dict.fromkeys(("applicant_creditor", "execution_applicant", "claimant"), Role.APPLICANT),
    **dict.fromkeys(("execution_debtor", "owner"), Role.DEBTOR),
    "court": Role.EXECUTING_COURT,
    **dict.fromkeys(("judge", "clerk", "execution_judge", "executing_judge", "enforcement_officer", "court_employee", "court_clerk"), Role.COURT_STAFF),
    **dict.fromkeys(("platform_employee", "platform_worker"), Role.PLATFORM_STAFF),
    **dict.fromkeys(("auxiliary_agency", "support_agency", "service_provider"), Role.AGENCY),
    **dict.fromkeys(("agency_employee", "agency_worker", "agency_director", "agency_manager", "staff"), Role.AGENCY_STAFF),
    **dict.fromkeys(("defaulter", "previous_defaulter", "defaulted_buyer", "previous_defaulting_buyer"), Role.DEFAULTING_BUYER),
}
_KIN = {
    **{str(kin): kin for kin in Kin},
    **dict.fromkeys(("husband", "wife", "配偶"), Kin.SPOUSE),
    **dict.fromkeys(("father", "mother", "parents", "父亲", "母亲", "父母"), Kin.PARENT),
    **dict.fromkeys(("son", "daughter", "children", "子女", "儿子", "女儿"), Kin.CHILD),
    **dict.fromkeys(("brother", "sister", "siblings", "兄弟姐妹"), Kin.SIBLING),
    **dict.fromkeys(("grandfather", "grandmother", "grandparents", "祖父母", "外祖父母"), Kin.GRANDPARENT),
    **dict.fromkeys(("grandson", "granddaughter", "grandchildren", "孙子女", "外孙子女"), Kin.GRANDCHILD),
    **dict.fromkeys(("near_relative", "close_relative", "relative_near"), Kin.SPOUSE),
    **dict.fromkeys(("cousin", "uncle", "aunt", "nephew", "niece", "in_law", "son_in_law", "daughter_in_law", "father_in_law", "mother_in_law"), Kin.OTHER),
    **dict.fromkeys(("parent_in_law", "sibling_in_law", "child_in_law", "great_grandparent", "great_grandchild", "classmate", "colleague"), Kin.OTHER),
    **dict.fromkeys(("brother_in_law", "sister_in_law", "ex_spouse", "friend", "relative", "堂兄弟", "表兄弟", "叔", "姑", "舅", "姨"), Kin.OTHER),
}


def relation(text: str) -> tuple[Role | None, Kin | None]:
    """A role ('agency_staff'), a relative of one ('sibling_of_agency_staff', 'agency_staff_sibling'), or a relative alone, then of the agency's staff.

    (None, None) for words that are not known: a person must look.
    """
    words = text.strip().lower().replace("-", "_").replace(" ", "_")
    if words in _ROLES:
        return _ROLES[words], None
    if words in _KIN:
        return Role.AGENCY_STAFF, _KIN[words]
    kin, of, role = words.partition("_of_")
    if of and kin in _KIN and role in _ROLES:
        return _ROLES[role], _KIN[kin]
    return _role_then_kin(words)


def _role_then_kin(words: str) -> tuple[Role | None, Kin | None]:
    parts = words.split("_")
    for cut in range(1, len(parts)):
        role, kin = "_".join(parts[:cut]), "_".join(parts[cut:])
        if role in _ROLES and kin in _KIN:
            return _ROLES[role], _KIN[kin]
    return None, None
