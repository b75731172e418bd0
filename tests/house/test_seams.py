"""What only one place may do: commit, read the time, read the environment, catch everything, name a site."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest

from tests.house.source import ROOT, Source, sources

COMMITS: Mapping[str, str] = {
    "app/infra/unit_of_work.py": "the one commit of an act with its trail",
    "app/infra/beats.py": "notes of ticks belong to no act (untrailed rows)",
    "app/worker.py": "claims of the outbox's own rows (untrailed)",
    "app/domains/audit/sealing.py": "the trail's own leaves and checkpoints",
    "app/domains/rounds/jobs.py": "the claim of a reading moves next_read_at on; what is read is written as an act",
    "app/domains/valuations/jobs.py": "the claim of a report moves next_at on; what comes is written as an act",
}
READS_TIME: Mapping[str, str] = {
    "app/kernel/clock.py": "the clock",
    "app/kernel/ids.py": "the stamp of a UUIDv7 orders ids and says nothing to people",
}
READS_ENVIRONMENT: Mapping[str, str] = {
    "app/factory.py": "an entry point: hands the environment to config/settings.py",
    "wsgi.py": "an entry point: hands the environment to config/settings.py",
    "app/demonstration/processes.py": "hands its environment on to the processes that it starts",
}
CATCHES_ALL: Mapping[str, str] = {
    "app/infra/frame.py": "the outer frame of ticks, jobs and items of a batch; requests have Flask's error handler in web/errors.py"
}
NAMES_SITES: Mapping[str, str] = {
    "app/simulator/": "plays the sites",
    "app/demonstration/": "tells a story that happens on sites",
}
TIME = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "time.sleep"}
)
TIME_IMPORTED = frozenset({"time.time", "time.sleep", "time.monotonic", "time.perf_counter"})
ENVIRONMENT = frozenset({"os.environ", "os.getenv", "os.putenv"})


def reads_time(source: Source) -> bool:
    return bool(source.dotted & TIME or source.imports & TIME_IMPORTED)


def reads_environment(source: Source) -> bool:
    return bool(source.dotted & ENVIRONMENT or source.imports & ENVIRONMENT)


def commits(source: Source) -> bool:
    return bool(source.called & {"commit", "begin", "begin_nested"})


def catches_all(source: Source) -> bool:
    return any(_catches_all(node) for node in source.nodes if isinstance(node, ast.ExceptHandler))


def _catches_all(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or ast.unparse(each) in {"Exception", "BaseException"} for each in caught)


def names_a_site(source: Source) -> bool:
    return any(isinstance(node, ast.Constant) and node.value in SITES for node in source.nodes)


SITES = frozenset(place.name for place in (ROOT / "plugins").iterdir() if (place / "adapter.py").exists())
RULES = [
    pytest.param(commits, COMMITS, ("app", "plugins", "config", "wsgi.py"), id="commits"),
    pytest.param(reads_time, READS_TIME, ("app", "plugins", "config", "wsgi.py"), id="reads the time"),
    pytest.param(reads_environment, READS_ENVIRONMENT, ("app", "plugins", "config", "wsgi.py"), id="reads the environment"),
    pytest.param(catches_all, CATCHES_ALL, ("app", "plugins", "config", "wsgi.py"), id="catches everything"),
    pytest.param(names_a_site, NAMES_SITES, ("app",), id="names a site"),
]


@pytest.mark.parametrize(("does", "allowed", "roots"), RULES)
def test_only_the_named_places_do_it_and_each_still_does(does: object, allowed: Mapping[str, str], roots: tuple[str, ...]) -> None:
    assert callable(does)
    doing = {_place(source.name, allowed) for source in sources(*roots) if does(source)}
    assert doing == set(allowed)


def _place(name: str, allowed: Mapping[str, str]) -> str:
    return next((place for place in allowed if place.endswith("/") and name.startswith(place)), name)


@pytest.mark.parametrize(
    ("does", "text"),
    [
        (commits, "session.commit()"),
        (commits, "with house.database.write() as s, s.begin(): pass"),
        (reads_time, "datetime.now(UTC)"),
        (reads_time, "from time import sleep"),
        (reads_time, "stamp = time.time"),
        (reads_environment, "os.environ['PAIFU_DATA']"),
        (reads_environment, "from os import getenv"),
        (catches_all, "try: pass\nexcept Exception: pass"),
        (catches_all, "try: pass\nexcept (ValueError, Exception): pass"),
        (catches_all, "try: pass\nexcept: pass"),
        (names_a_site, "if site == 'taobao': pass"),
    ],
    ids=lambda each: str(each)[:40] if isinstance(each, str) else each.__name__,
)
def test_a_breach_would_be_seen(does: object, text: str) -> None:
    assert callable(does)
    assert does(Source("app/x.py", text))
