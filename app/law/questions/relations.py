"""Reading a bidder's relation as it is written in a question: a role, a relative of a role, or a relative alone."""

from __future__ import annotations

from app.law.eligibility import Kin, Role

_ROLES = {
    **{str(role): role for role in Role},
    "": Role.NONE,
    "unrelated": Role.NONE,
    "stranger": Role.NONE,
    "public": Role.NONE,
    "court": Role.EXECUTING_COURT,
    "judge": Role.COURT_STAFF,
    "clerk": Role.COURT_STAFF,
    "platform_employee": Role.PLATFORM_STAFF,
    "auxiliary_agency": Role.AGENCY,
    "agency_employee": Role.AGENCY_STAFF,
    "agency_worker": Role.AGENCY_STAFF,
    "staff": Role.AGENCY_STAFF,
    "defaulter": Role.DEFAULTING_BUYER,
    "previous_defaulter": Role.DEFAULTING_BUYER,
}
_KIN = {
    **{str(kin): kin for kin in Kin},
    **dict.fromkeys(("husband", "wife", "配偶"), Kin.SPOUSE),
    **dict.fromkeys(("father", "mother", "父亲", "母亲", "父母"), Kin.PARENT),
    **dict.fromkeys(("son", "daughter", "子女", "儿子", "女儿"), Kin.CHILD),
    **dict.fromkeys(("brother", "sister", "兄弟姐妹"), Kin.SIBLING),
    **dict.fromkeys(("grandfather", "grandmother", "祖父母", "外祖父母"), Kin.GRANDPARENT),
    **dict.fromkeys(("grandson", "granddaughter", "孙子女", "外孙子女"), Kin.GRANDCHILD),
    "near_relative": Kin.SPOUSE,
    **dict.fromkeys(("cousin", "uncle", "aunt", "nephew", "niece", "in_law", "son_in_law", "daughter_in_law", "father_in_law", "mother_in_law"), Kin.OTHER),
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
