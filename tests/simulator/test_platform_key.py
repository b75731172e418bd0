"""A court with a key of the open platform: the plugin's signed calls against the simulator's own check of signatures."""

from __future__ import annotations

import pytest

from app.sites.contract import LotRef, LotState, Refused
from app.sites.line import SiteHttp
from app.sites.loader import installed
from plugins.taobao.adapter import TaobaoSettings
from plugins.taobao.signing import Method
from tests.simulator.reading_line import ReadingLine
from tests.simulator.site_client import SiteClient
from tests.simulator.test_plugins_agree import LATE, list_by_plugin


@pytest.mark.parametrize("method", list(Method))
def test_status_and_latest_bid_are_read_with_each_signing_method(site: SiteClient, method: Method) -> None:
    lot_id = list_by_plugin(site, "taobao")
    site.at(LATE)
    plugin = installed().get("taobao").configured(TaobaoSettings(app_key="12345678", app_secret="helloworld", sign_method=method))
    pages = plugin.fetch(LotRef("taobao", lot_id, f"{site.url}/taobao"), SiteHttp(ReadingLine(site.clock)))
    latest = plugin.read_file("latest.json", next(each.content for each in pages if each.kind == "latestbid"))
    shown = plugin.parse(pages)
    assert (shown.state, shown.raw_state) == (LotState.LIVE, "1")
    assert {each.lot_id: each.current_price for each in latest}[lot_id] == shown.current_price
    assert plugin.statistics(SiteHttp(ReadingLine(site.clock)), shown.court, base_url=f"{site.url}/taobao")[1]["publish_count"] >= 1


def test_a_wrong_secret_is_refused_in_the_platforms_words(site: SiteClient) -> None:
    lot_id = list_by_plugin(site, "taobao")
    plugin = installed().get("taobao").configured(TaobaoSettings(app_key="12345678", app_secret="wrong"))
    with pytest.raises(Refused, match="25"):
        plugin.parse(plugin.fetch(LotRef("taobao", lot_id, f"{site.url}/taobao"), SiteHttp(ReadingLine(site.clock))))
