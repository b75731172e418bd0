"""What each adapter asks a site for, and that what comes back becomes one snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.ids import digest_of
from app.sites.contract import Capability, Changed, LotRef, LotState, RawPage, Refused, Unreachable
from app.sites.loader import installed
from app.sites.reading import assure
from plugins.jd.adapter import JdSettings
from plugins.jd.signing import sign as sign_jos
from plugins.taobao.adapter import TaobaoSettings
from plugins.taobao.signing import Method, sign

CAPTURES = Path(__file__).parents[2] / "plugins"
BASE = "http://127.0.0.1:8100"


@dataclass
class Told:
    """A site on paper: answers by path and query; what is not there is refused."""

    answers: Callable[[str, dict[str, str]], bytes | None]
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def now(self) -> datetime:
        return at_shanghai(2026, 3, 19, 10, 30)

    def get(self, url, params=None, headers=None, *, kind="") -> RawPage:
        full = f"{url}?{urlencode(params)}" if params else url
        parts = urlsplit(full)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(("GET", parts.path, query))
        content = self.answers(parts.path, query)
        if content is None:
            raise Refused("站点拒绝了请求（HTTP 404）")
        return RawPage(full, content, "", self.now(), kind)

    def post(self, url, data=None, headers=None, *, kind="") -> RawPage:
        self.asked.append(("POST", urlsplit(url).path, dict(data or {})))
        content = self.answers(urlsplit(url).path, dict(data or {}))
        assert content is not None
        return RawPage(url, content, "", self.now(), kind)


def har(code: str, name: str) -> list[tuple[str, bytes]]:
    log = json.loads((CAPTURES / code / "captures" / name).read_text())
    return [(each["request"]["url"], each["response"]["content"]["text"].encode()) for each in log["log"]["entries"]]


def by_path(code: str, name: str, more: dict[str, bytes] | None = None) -> Callable[[str, dict[str, str]], bytes | None]:
    recorded = {(urlsplit(url).path, parse_qs(urlsplit(url).query).get("currentPage", [""])[0]): content for url, content in har(code, name)}

    def answers(path: str, query: dict[str, str]) -> bytes | None:
        bare = path.removeprefix(f"/{code}")
        return (more or {}).get(bare) or recorded.get((bare, query.get("currentPage", "")))

    return answers


def test_taobao_asks_for_the_item_and_every_page_of_bids() -> None:
    site = Told(by_path("taobao", "13_sold_lot.har"))
    plugin = installed().get("taobao")
    ref = LotRef("taobao", "780000115001", f"{BASE}/taobao")
    shown = assure(plugin.parse(plugin.fetch(ref, site)), ref)
    assert [path for _, path, _ in site.asked] == ["/taobao/sf_item/780000115001.htm", "/taobao/json/get_bid_records.htm", "/taobao/json/get_bid_records.htm"]
    assert (shown.state, shown.bid_count, len(shown.bids or ()), shown.unread) == (LotState.SOLD_PENDING_COURT, 23, 23, ())
    assert [each.seq for each in shown.bids or ()] == list(range(1, 24))


LATEST = {
    "auction_gov_get_latestbid_response": {
        "success": True,
        "results": {
            "results": [
                {"alias_name": "Z9999", "bid_price": 1, "init_price": 1, "item_id": 780000115999, "item_title": "另一标的"},
                {"alias_name": "D8841", "bid_price": 8950000, "init_price": 7600000, "item_id": 780000115001, "item_title": "包装机械设备一批（46件）"},
            ]
        },
    }
}


@pytest.mark.parametrize("method", list(Method))
def test_taobao_with_a_key_asks_the_platform_by_signatures_and_its_word_outranks(method) -> None:
    status = (CAPTURES / "taobao/captures/06_top_status.json").read_bytes()
    recorded = by_path("taobao", "13_sold_lot.har")
    platform = {"taobao.auction.gov.get.auction.status": status, "taobao.auction.gov.get.latestbid": json.dumps(LATEST).encode()}
    site = Told(lambda path, query: platform[query["method"]] if path == "/taobao/router/rest" else recorded(path, query))
    plugin = installed().get("taobao").configured(TaobaoSettings(app_key="12345678", app_secret="helloworld", sign_method=method))
    shown = plugin.parse(plugin.fetch(LotRef("taobao", "780000115001", f"{BASE}/taobao"), site))
    sent = [query for way, path, query in site.asked if (way, path) == ("POST", "/taobao/router/rest")]
    assert [each["method"] for each in sent] == list(platform)
    assert all(each["sign"] == sign(each, "helloworld", method) and each["sign_method"] == method for each in sent)
    assert {each["timestamp"] for each in sent} == {"2026-03-19 10:30:00"}
    assert sent[1]["court_name"] == "广州市南沙区人民法院"
    assert (shown.state, shown.raw_state, shown.winner_code, shown.lot_id) == (LotState.SOLD, "5", "D8841", "780000115001")


def test_a_fault_of_the_platform_is_for_later_though_it_comes_with_200() -> None:
    fault = (CAPTURES / "taobao/captures/17_top_platform_fault.json").read_bytes()
    plugin = installed().get("taobao").configured(TaobaoSettings(app_key="12345678", app_secret="helloworld"))
    pages = plugin.fetch(LotRef("taobao", "780000115001", f"{BASE}/taobao"), Told(by_path("taobao", "13_sold_lot.har", {"/router/rest": fault})))
    with pytest.raises(Unreachable, match="isp"):
        plugin.parse(pages)


def test_taobao_offers_statistics_only_with_a_key() -> None:
    answer = b'{"auction_gov_data_realtime_get_response":{"publish_count":12,"hammer_price":"59500000","premium_rate":-120,"request_id":"15r2"}}'
    site = Told(lambda path, query: answer)
    plain, keyed = installed().get("taobao"), installed().get("taobao").configured(TaobaoSettings(app_key="12345678", app_secret="helloworld"))
    assert Capability.STATISTICS not in plain.capabilities | plain.configured(TaobaoSettings(app_key="12345678")).capabilities
    assert Capability.STATISTICS in keyed.capabilities
    page, figures = keyed.statistics(site, "广州市南沙区人民法院", base_url=f"{BASE}/taobao")
    assert figures == {"publish_count": 12, "hammer_price": 59500000, "premium_rate": -120}
    assert page.kind == "statistics"


def test_a_signing_method_that_the_platform_does_not_know_is_told() -> None:
    plugin = installed().get("taobao").configured(TaobaoSettings(app_key="1", app_secret="2", sign_method="sha1"))
    with pytest.raises(Refused, match="sha1"):
        plugin.fetch(LotRef("taobao", "780000115001", f"{BASE}/taobao"), Told(by_path("taobao", "13_sold_lot.har")))


def test_jd_signs_a_call_of_its_open_platform_and_tells_its_error() -> None:
    site = Told(lambda path, query: b'{"error_response":{"code":"19","zh_desc":"\xe6\x97\xa0\xe6\x95\x88","en_desc":"Invalid"}}')
    plugin = installed().get("jd").configured(JdSettings(app_key="k", app_secret="s", access_token="t"))
    page = plugin.call(site, "jingdong.some.method", {"a": 1}, base_url=f"{BASE}/jd")
    _, path, sent = site.asked[0]
    assert (path, sent["timestamp"], sent["sign"]) == ("/jd/routerjson", "2026-03-19 10:30:00.000+0800", sign_jos(sent, "s"))
    with pytest.raises(Refused, match="19"):
        plugin.parse((page,))
    with pytest.raises(Refused, match="密钥"):
        installed().get("jd").call(site, "jingdong.some.method", {})


def test_files_are_fetched_when_asked_for_and_known_by_their_digest() -> None:
    site = Told(by_path("taobao", "13_sold_lot.har", {"/download_attach.do": b"%PDF-1"}))
    plugin = installed().get("taobao")
    shown = plugin.parse(plugin.fetch(LotRef("taobao", "780000115001", f"{BASE}/taobao", with_files=True), site))
    assert shown.attachments == (("评估报告.pdf", digest_of(b"%PDF-1")), ("执行裁定书.pdf", digest_of(b"%PDF-1")))


def test_jd_asks_again_for_all_rows_when_there_are_more_bids_than_rows() -> None:
    answers = {url.split("functionId=")[1]: content for url, content in har("jd", "10_sold_lot.har")}
    whole = json.loads(answers["getPaimaiRealTimeData"])
    short = {**whole, "data": {**whole["data"], "bidList": whole["data"]["bidList"][:1]}}
    site = Told(lambda path, query: json.dumps(short).encode() if '"end":9' in query["body"] else answers.get(query["functionId"]))
    answers["queryVendorInfo"] = answers["queryVendorInfo"]
    plugin = installed().get("jd")
    shown = plugin.parse(plugin.fetch(LotRef("jd", "302600115", f"{BASE}/jd"), site))
    bodies = [query["body"] for _, _, query in site.asked if query["functionId"] == "getPaimaiRealTimeData"]
    assert [json.loads(each)["end"] for each in bodies] == [9, 2]
    assert (shown.state, shown.court, shown.winner_code, len(shown.bids or ())) == (LotState.SOLD, "广州市南沙区人民法院", "108846302", 2)
    assert site.asked[0][1] == "/jd/api"


def test_gpai_reads_mobile_answer_and_item_page_together() -> None:
    mobile = (CAPTURES / "gpai/captures/03_mobile_live.invalid.json.txt").read_bytes()
    item = (CAPTURES / "gpai/captures/06_item_sold.html").read_text().replace("31151", "31150").replace("成交价", "当前价").replace("竞价成功确认书", "")
    site = Told(lambda path, query: {"/gpai/api/itemDetail": mobile, "/gpai/sf/item2.do": item.encode()}.get(path))
    plugin = installed().get("gpai")
    shown = plugin.parse(plugin.fetch(LotRef("gpai", "31150", f"{BASE}/gpai"), site))
    assert (shown.state, shown.extension_minutes, shown.attachments) == (LotState.ENDED_UNCONFIRMED, 5, (("评估报告.pdf", ""),))
    assert {tuple(query.items()) for _, _, query in site.asked} == {(("itemId", "31150"),), (("Web_Item_ID", "31150"),)}


def test_caa123_asks_for_the_confirmation_of_a_sold_lot_and_lives_without_it() -> None:
    plugin = installed().get("caa123")
    ref = LotRef("caa123", "41150", f"{BASE}/caa123")
    recorded = by_path("caa123", "07_sold_lot.har")
    with_it = plugin.parse(plugin.fetch(ref, Told(recorded)))
    without = plugin.parse(plugin.fetch(ref, Told(lambda path, query: None if "confirmation" in path else recorded(path, query))))
    assert with_it.confirmation is not None
    assert without.confirmation is None
    assert with_it.winner_code == without.winner_code == "8821"


def test_another_lots_answer_is_not_taken_for_ours() -> None:
    plugin = installed().get("caa123")
    ref = LotRef("caa123", "1888", f"{BASE}/caa123")
    site = Told(lambda path, query: by_path("caa123", "07_sold_lot.har")(path.replace("1888", "41150"), query))
    with pytest.raises(Changed, match="1888"):
        assure(plugin.parse(plugin.fetch(ref, site)), ref)


def test_rmfysszc_takes_the_project_number_from_the_page() -> None:
    site = Told(by_path("rmfysszc", "09_failed_lot.har"))
    plugin = installed().get("rmfysszc")
    shown = plugin.parse(plugin.fetch(LotRef("rmfysszc", "51150", f"{BASE}/rmfysszc"), site))
    finish = next(query for _, path, query in site.asked if path.endswith("Finish.shtml"))
    assert (finish["pid"], finish["oid"]) == ("1202611", "51150")
    assert (shown.state, shown.bid_count, shown.applicants, shown.viewers, shown.round) == (LotState.FAILED, 0, None, 1204, 2)


def test_live_hosts_are_asked_where_no_base_is_handed_in() -> None:
    for plugin in installed():
        asked: list[str] = []

        class Watching(Told):
            def get(self, url, params=None, headers=None, *, kind="", asked=asked) -> RawPage:
                asked.append(url)
                raise Refused("看看地址")

        with pytest.raises(Refused):
            plugin.fetch(LotRef(plugin.code, "1"), Watching(lambda path, query: None))
        assert {urlsplit(each).netloc for each in asked} <= plugin.hosts


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("//img.alicdn.com/a.jpg", "https://img.alicdn.com/a.jpg"),
        ("https://storage.jd.com/b.pdf", "https://storage.jd.com/b.pdf"),
        ("/taobao/bao/c.jpg", f"{BASE}/taobao/bao/c.jpg"),
        ("/upload/d.pdf", f"{BASE}/taobao/upload/d.pdf"),
        ("storage/e.jpg", f"{BASE}/taobao/storage/e.jpg"),
    ],
)
def test_an_address_in_an_answer_is_asked_for_where_the_site_is_served(path, asked) -> None:
    assert installed().get("taobao").address(LotRef("taobao", "1", f"{BASE}/taobao"), path) == asked


def test_photos_are_known_by_their_digest_in_the_order_shown() -> None:
    pictures = json.dumps({"enclosures": [], "pictures": [{"filePath": "/x/p2.jpg"}, {"filePath": "/x/p1.jpg"}]}).encode()
    recorded = by_path("caa123", "07_sold_lot.har")
    more = {"/caa123/caa-web-ws/ws/0.1/goods/lot/41150": pictures, "/caa123/x/p1.jpg": b"\xff\xd81", "/caa123/x/p2.jpg": b"\xff\xd82"}
    site = Told(lambda path, query: more.get(path) or recorded(path, query))
    plugin = installed().get("caa123")
    shown = plugin.parse(plugin.fetch(LotRef("caa123", "41150", f"{BASE}/caa123", with_files=True), site))
    assert shown.photos == (("p2.jpg", digest_of(b"\xff\xd82")), ("p1.jpg", digest_of(b"\xff\xd81")))
