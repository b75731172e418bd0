"""Settings of a site: off by default, changed with a trail, secrets only encrypted; what is not read waits for imported files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.domains.audit.tables import TrailRow
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.service import record_lot
from app.domains.rounds.site_settings import HIDDEN, Kind, SetSite, fields_of, list_settings, read_now, reading_settings, set_site, settings_of, switch_site
from app.domains.rounds.tables import RoundReading
from app.domains.rounds.unread import next_look, unread_matters
from app.factory import make_house
from app.infra.addresses import fault_of_address, leads_outside
from app.infra.house import House
from app.infra.http import NotPermitted
from app.infra.unit_of_work import for_house
from app.infra.vault import Locked, Vault
from app.kernel.actor import Actor, Role
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid
from app.sites.loader import installed
from config.settings import Settings
from tests.factories.courts import found_bench, open_person
from tests.factories.rounds import ENDS_AT, OPENS_AT, Sale, make_round, simulator
from tests.simulator.site_client import SiteClient

SECRET = "a-very-secret-session-7f3e"
TAOBAO, JD = installed().get("taobao"), installed().get("jd")
USUAL = {"base_url": "", "live": "", "pace_seconds": "3", "timeout_seconds": "15"}


@pytest.fixture
def admin(house: House) -> Actor:
    with house.work() as w:
        return open_person(w, "sysadmin", "常以宁", Role.SYSADMIN)


@pytest.fixture
def sale(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[Sale]:
    with simulator(tmp_path / "sites", clock) as site:
        made = make_house(replace(settings, sites_base_url=site.url), clock, wall=clock)
        bench = found_bench(made)
        with made.work(bench["clerk"]) as w:
            round_id = make_round(w, bench).id
        yield Sale(made, clock, site, bench, round_id)
        made.database.close()


def test_the_vault_opens_only_with_its_own_key_and_never_shows_it() -> None:
    sealed = Vault("one").seal(SECRET)
    assert (Vault("one").open(sealed), Vault("one").seal(SECRET) != sealed, SECRET in sealed) == (SECRET, True, False)
    with pytest.raises(Locked):
        Vault("two").open(sealed)
    assert "one" not in repr(Vault("one"))


def test_nothing_is_set_at_first_and_nothing_is_read(house: House) -> None:
    with house.reading() as r:
        for plugin in installed():
            assert settings_of(r.session, plugin) == plugin.settings_type()
            assert not reading_settings(r.session, plugin, "").live
        with_simulator = list_settings(r, list(installed()), "http://127.0.0.1:8100")
    assert {each.live for each in with_simulator.values()} == {True}
    assert (with_simulator["jd"].base_url, with_simulator["jd"].pace_seconds) == ("http://127.0.0.1:8100/jd", 0.0)


def test_every_field_of_a_plugin_can_be_set_and_comes_back_typed(house: House, admin: Actor) -> None:
    with house.work(admin) as w:
        values = {
            **USUAL,
            "live": "1",
            "pace_seconds": "4.5",
            "app_key": "12345",
            "sign_method": "md5",
            "line_url": "https://gate.court.cn/line",
            "line_key_id": "court-1",
            "line_on": "1",
        }
        set_site(w, TAOBAO, SetSite(values, {"app_secret": "s1", "session": SECRET, "line_secret": "l" * 40}))
    with house.reading() as r:
        kept = settings_of(r.session, TAOBAO)
    assert isinstance(kept, TAOBAO.settings_type)
    told = vars(kept)
    assert (told["live"], told["pace_seconds"], told["app_key"], told["sign_method"].value, told["line_on"]) == (True, 4.5, "12345", "md5", True)
    assert (told["app_secret"], told["session"], told["line_secret"]) == ("s1", SECRET, "l" * 40)
    assert (SECRET in repr(kept), kept.masked()["session"]) == (False, "已设置")


def test_a_secret_stands_nowhere_in_the_database_or_the_trail(house: House, admin: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    with house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "app_key": "jos"}, {"access_token": SECRET}))
    with house.database.engine.connect() as connection:
        row = connection.execute(text("select plain, sealed from site_setting")).one()
    with house.reading() as r:
        trail = r.session.scalars(select(TrailRow).where(TrailRow.act == "site.set")).one()
        assert vars(settings_of(r.session, JD))["access_token"] == SECRET
    assert SECRET not in f"{row}{trail.summary}{trail.details}"
    assert ("访问" in trail.summary, "授权令牌（Access Token） 已更换" in trail.summary, "空 改为 “jos”" in trail.summary) == (False, True, True)
    assert SECRET not in "".join(capsys.readouterr())


def test_a_secret_stays_when_left_empty_goes_when_cleared_and_is_lost_with_the_key(house: House, admin: Actor, settings: Settings, clock: ManualClock) -> None:
    with house.work(admin) as w:
        set_site(w, JD, SetSite(USUAL, {"access_token": SECRET}))
    with house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "pace_seconds": "5"}, version=1))
    with house.reading() as r:
        assert vars(settings_of(r.session, JD))["access_token"] == SECRET
    other = make_house(replace(settings, secret_key="another"), clock, wall=clock)
    with other.reading() as r:
        assert vars(settings_of(r.session, JD))["access_token"] == ""
    other.database.close()
    with house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "pace_seconds": "5"}, cleared=frozenset({"access_token"}), version=2))
    with house.reading() as r:
        assert vars(settings_of(r.session, JD))["access_token"] == ""


@pytest.mark.parametrize(
    ("changed", "secrets", "field"),
    [
        ({"pace_seconds": "0"}, {}, "pace_seconds"),
        ({"pace_seconds": "nan"}, {}, "pace_seconds"),
        ({"timeout_seconds": "viel"}, {}, "timeout_seconds"),
        ({"sign_method": "crc32"}, {}, "sign_method"),
        ({"base_url": "http://169.254.169.254/"}, {}, "base_url"),
        ({"app_key": "a\nb"}, {}, "app_key"),
        ({}, {"session": "x" * 501}, "session"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(house: House, admin: Actor, changed: dict[str, str], secrets: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal, house.work(admin) as w:
        set_site(w, TAOBAO, SetSite({**USUAL, "sign_method": "md5", **changed}, secrets))
    assert [name for name, _ in refusal.value.faults] == [field]


def test_who_was_late_is_told_and_no_change_is_no_act(house: House, admin: Actor) -> None:
    with house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "pace_seconds": "7"}))
    with pytest.raises(Conflict), house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "pace_seconds": "8"}))
    with pytest.raises(Invalid, match="没有改动"), house.work(admin) as w:
        set_site(w, JD, SetSite({**USUAL, "pace_seconds": "7"}, version=1))


def test_fields_have_chinese_names_and_their_kinds() -> None:
    kinds = {each.name: each.kind for each in fields_of(TAOBAO)}
    assert (kinds["base_url"], kinds["live"], kinds["pace_seconds"], kinds["sign_method"]) == (Kind.ADDRESS, Kind.SWITCH, Kind.NUMBER, Kind.CHOICE)
    assert (kinds["app_secret"], kinds["line_secret"], kinds["line_url"], kinds["app_key"]) == (Kind.SECRET, Kind.SECRET, Kind.ADDRESS, Kind.TEXT)
    assert all(each.title != each.name for plugin in installed() for each in fields_of(plugin))
    assert HIDDEN == "••••"


TRICKS = [
    "http://site.example.cn/",
    "ftp://a.court.cn/",
    "file:///etc/passwd",
    "gopher://a.court.cn/",
    "javascript:alert(1)",
    "//a.court.cn/",
    "https:///x",
    "https://",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://a.localhost/",
    "https://gate.local/",
    "https://gate.internal/",
    "https://gate",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.01/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://[::ffff:a00:1]/",
    "https://169.254.169.254/",
    "https://100.100.100.200/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://8.8.8.8/",
    "https://a@gate.court.cn/",
    "https://gate.court.cn@127.0.0.1/",
    "https://gate.court.cn:0/",
    "https://gate.court.cn:99999/",
    "https://gate.court.cn:x/",
    "https://gate.court.cn/?next=x",
    "https://gate.court.cn/#x",
    "https://gate.court.cn\\@127.0.0.1/",
    "https://①②⑦.court.cn/",
    "https://gate..court.cn/",
    "https://-a.court.cn/",
    "https://gate.court.123/",
    "https://10.0.0.256/",
    "https://x.test/",
    "https://x.arpa/",
]


@pytest.mark.parametrize("address", TRICKS)
def test_no_trick_makes_the_house_ask_itself(address: str) -> None:
    assert fault_of_address(address)


def test_a_site_and_a_gateway_of_the_intranet_may_be_asked() -> None:
    assert len(TRICKS) >= 40
    assert [fault_of_address(each) for each in ("https://gate.court.cn/line", "https://10.8.0.4:8443/line", "https://sf.taobao.com")] == ["", "", ""]
    assert (fault_of_address("http://127.0.0.1:8100/jd", own_machine=True), fault_of_address("http://127.0.0.2:8100/", own_machine=True) != "") == ("", True)


@pytest.mark.parametrize(
    ("leads_to", "intranet", "refused"),
    [
        ("127.0.0.1", True, True),
        ("169.254.169.254", True, True),
        ("::1", True, True),
        ("::ffff:127.0.0.1", True, True),
        ("10.1.2.3", True, False),
        ("10.1.2.3", False, True),
        ("8.8.8.8", False, False),
        ("224.0.0.1", False, True),
    ],
)
def test_a_name_that_leads_inside_is_refused_when_it_is_asked(monkeypatch: pytest.MonkeyPatch, leads_to: str, intranet: bool, refused: bool) -> None:
    monkeypatch.setattr("app.infra.addresses.socket.getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (leads_to, 443))])
    if refused:
        with pytest.raises(NotPermitted):
            leads_outside("sf.taobao.com", intranet=intranet)
    else:
        leads_outside("sf.taobao.com", intranet=intranet)


def test_without_switch_and_simulator_no_lot_is_read_and_its_end_makes_it_unclear(house: House, clock: ManualClock) -> None:
    bench = found_bench(house)
    with house.work(bench["clerk"]) as w:
        round_id = make_round(w, bench).id
        record_lot(w, round_id, "881422601157")
    sale = Sale(house, clock, SiteClient("http://127.0.0.1:9", clock), bench, round_id)
    sale.look(OPENS_AT + timedelta(minutes=1))
    assert (sale.round.status, sale.round.readings, sale.round.next_read_at) == ("awaiting", 0, ENDS_AT - timedelta(hours=1))
    sale.look(ENDS_AT + timedelta(seconds=1))
    found = sale.round
    assert (found.status, found.failure, found.failures) == (RoundStatus.UNCLEAR.value, "已停读，本平台以导入文件为准", 0)
    with house.reading() as r:
        assert r.session.scalars(for_house(select(RoundReading))).all() == []
        told = list(r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == round_id)))
    assert told.count("round.unread") == 1
    sale.look(ENDS_AT + timedelta(hours=7))
    assert sale.round.news == found.news


def test_what_a_lot_waits_for_without_reading() -> None:
    hour = timedelta(hours=1)
    assert next_look(OPENS_AT, OPENS_AT, ENDS_AT) == ENDS_AT - hour
    assert next_look(ENDS_AT - hour, OPENS_AT, ENDS_AT) == ENDS_AT
    assert next_look(ENDS_AT, OPENS_AT, ENDS_AT) == ENDS_AT + 6 * hour
    assert not unread_matters(ENDS_AT - 2 * hour, OPENS_AT, ENDS_AT, None)
    assert unread_matters(ENDS_AT - hour, OPENS_AT, ENDS_AT, OPENS_AT)
    assert not unread_matters(ENDS_AT - hour / 2, OPENS_AT, ENDS_AT, ENDS_AT - hour)
    assert unread_matters(ENDS_AT, OPENS_AT, ENDS_AT, ENDS_AT - hour)
    assert not unread_matters(ENDS_AT + hour, OPENS_AT, ENDS_AT, ENDS_AT)


def test_a_stopped_site_is_left_alone_and_read_again_at_once(sale: Sale) -> None:
    sale.upload()
    with sale.house.work() as w:
        admin = open_person(w, "sysadmin", "常以宁", Role.SYSADMIN)
    with sale.house.work(admin) as w:
        switch_site(w, TAOBAO, on=False)
    with pytest.raises(Conflict), sale.house.work(admin) as w:
        switch_site(w, TAOBAO, on=False)
    sale.look(OPENS_AT + timedelta(hours=1))
    assert sale.round.readings == 0
    with sale.house.work(admin) as w:
        switch_site(w, TAOBAO, on=True)
    assert sale.round.next_read_at == sale.clock.now()
    found = sale.look()
    assert (found.readings, found.status) == (1, "live")
    with sale.house.reading() as r:
        look = r.session.scalars(for_house(select(RoundReading))).one()
    assert (look.outcome, look.milliseconds is not None) == ("ok", True)


def test_read_now_makes_only_lots_within_reach_due(sale: Sale) -> None:
    sale.upload()
    sale.look()
    for login, number in (("clerk", 1), ("clerk_b", 0)):
        with sale.house.work(sale.bench[login]) as w:
            assert read_now(w, TAOBAO) == number
    assert sale.round.next_read_at == sale.clock.now()
