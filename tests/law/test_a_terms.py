"""The numbers of the kinds of periods are the numbers that their rules name."""

from __future__ import annotations

import re

import pytest

from app.law.rulebook import RULES
from app.law.terms import TERMS, Term, length_of


@pytest.mark.parametrize(("kind", "term"), [(kind, term) for kind, term in TERMS.items() if term.length], ids=lambda each: str(each)[:30])
def test_a_term_names_the_number_of_its_rule(kind: str, term: Term) -> None:
    assert str(length_of(kind)) in re.findall(r"\d+", RULES[term.rule].number)


def test_a_kind_without_a_number_of_its_own_is_refused() -> None:
    with pytest.raises(KeyError):
        length_of("seizure")
