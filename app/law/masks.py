"""How one datum is shown in part: name, id number, phone, account, plate, certificate number, address (PI-03, PI-05, PI-09; ui.md 'masked')."""

from __future__ import annotations

import re

_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒"
        "鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生左丘东门西门第五",
    )
)
_LONGEST_HAN_NAME = 4
HIDDEN = "*"


def mask_name(name: str) -> str:
    """A person's name hidden (PI-05): surname + 某 (王某, 欧阳某); minority and foreign names in Chinese: first character + 某; foreign letters: first letter.

    An empty name stays empty.
    """
    plain = name.strip()
    if not plain:
        return ""
    if plain[0].isascii() or not _is_han(plain[0]):
        return plain[0].upper()
    foreign = len(plain) > _LONGEST_HAN_NAME or any(not _is_han(char) for char in plain)
    compound = not foreign and len(plain) > 2 and plain[:2] in _COMPOUND
    return (plain[:2] if compound else plain[0]) + "某"


def mask_id(number: str) -> str:
    """For screens of those who may not see it whole: 110101********1234; anything not of 15 or 18 places is hidden altogether."""
    plain = _bare(number)
    return plain[:6] + HIDDEN * (len(plain) - 10) + plain[-4:] if len(plain) in (15, 18) else HIDDEN * len(plain)


def mask_phone(number: str) -> str:
    """138****1234; a landline or anything shorter shows its last two places at most."""
    plain = _bare(number)
    if re.fullmatch(r"1\d{10}", plain):
        return plain[:3] + HIDDEN * 4 + plain[-4:]
    shown = 2 if len(plain) >= 7 else 0
    return HIDDEN * (len(plain) - shown) + plain[len(plain) - shown :]


def mask_account(number: str) -> str:
    """6222 **** **** 1234: first and last four of at least 12 places, else all hidden."""
    plain = _bare(number)
    if len(plain) < 12:
        return HIDDEN * len(plain)
    return f"{plain[:4]} **** **** {plain[-4:]}"


def mask_plate(plate: str) -> str:
    """粤A·8***3: province, letter, first and last place; anything that is no plate is hidden altogether."""
    plain = _bare(plate).replace("·", "").replace("•", "").upper()
    if not re.fullmatch(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}", plain):
        return HIDDEN * len(plain)
    return f"{plain[:2]}·{plain[2]}{HIDDEN * (len(plain) - 4)}{plain[-1]}"


def mask_certificate(number: str) -> str:
    """The last four places of a title certificate: ****0101; shorter numbers are hidden altogether."""
    places = re.findall(r"[0-9A-Za-z]", number)
    return HIDDEN * 4 + "".join(places[-4:]) if len(places) >= 8 else HIDDEN * 4


def mask_address(address: str) -> str | None:
    """Province, city and county or district of an address (PI-06); None where no county can be told, so that nothing more is shown."""
    found = _COUNTY.match(address.strip())
    return found.group() if found else None


_COUNTY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,7}?(?:市|自治州|地区|盟))?[\u4e00-\u9fff]{1,8}?(?:区|县|旗|市)(?!场|政|民)"
)


def _bare(text: str) -> str:
    return re.sub(r"[\s\-]", "", text)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003134f"
