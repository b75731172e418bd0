"""A noun's tables are that noun's own (architecture.md rule 2). Who may read the rows of others stands here with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.house.source import Source, sources

HALLS: Mapping[str, str] = {
    "app/desk/": "pages over several nouns: counts and lists in one query",
    "app/api/": "answers over several nouns",
    "app/demonstration/": "looks at what a played story has become",
    "app/steps/": "the story between nouns: the facts of a paper come from many of them",
    "app/schema.py": "names all tables for migrations",
    "app/rooms.py": "finds all tables",
}
"""Places above the nouns."""
KNOWN_BELOW: Mapping[str, str] = {
    "cases.Case": "what belongs to a case shows its number and is filtered by it in the same query",
    "cases.CasePanel": "who sits on the panel is asked in the same query",
    "cases.Party": "the spreadsheet reads a case's parties together with its assets",
    "assets.Asset": "what belongs to an asset names it, and shows its code and title in the same query",
    "assets.Seizure": "which renewal is of which seizure, and which end soon on what, is one query with its lock",
    "accounts.Person": "who holds a thing is shown by name in the same query",
    "courts.Court": "a person's court is shown by name in the same query",
}
"""Rows of lower nouns that higher ones may read in a join; the import contracts keep them lower. Everything else goes through queries and services."""


def foreign_tables(source: Source) -> Iterator[str]:
    for name in source.imports:
        parts = name.split(".")
        if parts[:2] == ["app", "domains"] and len(parts) > 4 and parts[3].startswith("tables") and parts[2] != source.noun:
            yield f"{parts[2]}.{parts[4]}"


def in_halls(source: Source) -> bool:
    return any(source.name.startswith(hall) for hall in HALLS)


def test_a_nouns_tables_are_read_by_itself_or_as_the_list_says() -> None:
    read = {(source.name, row) for source in sources("app", "plugins") if not in_halls(source) for row in foreign_tables(source)}
    assert sorted(each for each in read if each[1] not in KNOWN_BELOW) == []


def test_every_exception_is_still_needed() -> None:
    read = {row for source in sources("app/domains") for row in foreign_tables(source)}
    assert set(KNOWN_BELOW) - read == set()
    assert [hall for hall in HALLS if not any(source.name.startswith(hall) for source in sources("app"))] == []


def test_nobody_makes_a_row_of_another_noun() -> None:
    made = [
        (source.name, row)
        for source in sources("app/domains", "app/steps", "app/desk", "app/api")
        for row in foreign_tables(source)
        if row.partition(".")[2] in source.constructed
    ]
    assert made == []


def test_a_foreign_table_would_be_seen() -> None:
    source = Source("app/domains/plans/queries.py", "from app.domains.rounds.tables import Round\nfrom app.domains.plans.tables import Plan\n")
    assert list(foreign_tables(source)) == ["rounds.Round"]
