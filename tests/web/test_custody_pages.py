"""Pages of custody: the chain with its gap, a hand-over refused and mended by the missing side, photos, an agency's own view."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.custody import queries
from app.domains.custody.tables import Move
from app.infra.house import House
from app.infra.signing import check_code
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from tests.factories.custody import make_item, opened, signed, to_agency
from tests.factories.handovers import drawn
from tests.factories.tasks import TaskField, found_field
from tests.web.visiting import counted, signed_in

ENTER = {"no": "1", "seal_no": "S-0001", "name": "控制主板", "place": "本院贵重物品库", "sealed_at": "2026-04-01T15:00", "sealed_by": "雷振屿、卢小帆"}
QUERIES_OF_CHAIN = 16
QUERIES_OF_LIST = 5


@pytest.fixture
def field(app: Flask, clock: ManualClock) -> TaskField:
    return found_field(app.extensions["house"], clock)


@pytest.fixture
def house(field: TaskField) -> House:
    return field.house


@pytest.fixture
def clerk(app: Flask, field: TaskField) -> FlaskClient:
    return signed_in(app, "clerk")


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#808080").save(out, "JPEG")
    out.seek(0)
    return out, "a.jpg"


def last_move(house: House) -> Move:
    with house.reading() as r:
        return r.session.scalars(for_house(select(Move).order_by(Move.id.desc()).limit(1))).one()


def chain_of(field: TaskField) -> str:
    return f"/assets/{field.asset.id}/custody"


def test_nothing_is_kept_yet(clerk: FlaskClient, field: TaskField) -> None:
    assert "没有保管物" in clerk.get("/custody").text
    page = clerk.get(chain_of(field)).text
    assert "还没有登记保管物" in page
    assert "登记封存" in page
    assert "登记交接" not in page


def test_a_sealed_thing_is_entered_with_its_photos_and_its_number_serves_once(app: Flask, clerk: FlaskClient, field: TaskField) -> None:
    assert clerk.post(chain_of(field), data={**ENTER, "photos": [photo()]}).status_code == 303
    page = clerk.get(chain_of(field)).text
    assert all(words in page for words in ("S-0001", "控制主板", "封存人 雷振屿、卢小帆", "打印", "摘要"))
    again = clerk.post(chain_of(field), data=ENTER | {"name": "另一件"})
    assert (again.status_code, "封条号 S-0001 在本院已经用过" in again.text, "另一件" in again.text) == (409, True, True)
    with field.house.reading() as r:
        item = queries.house_items(r, field.asset.id)[0]
    assert clerk.get(f"/custody/items/{item.id}/photos/{item.photos[0]['shown']}").mimetype == "image/jpeg"
    assert clerk.get(f"/custody/items/{item.id}/photos/{'0' * 64}").status_code == 404
    assert signed_in(app, "clerk_b").get(chain_of(field)).status_code == 404


def test_a_missing_signature_is_shown_refused_and_mended_by_the_missing_side(
    app: Flask, clerk: FlaskClient, house: House, clock: ManualClock, field: TaskField
) -> None:
    clerk.post(chain_of(field), data={**ENTER, "photos": [photo()]})
    with house.reading() as r:
        item = queries.house_items(r, field.asset.id)[0]
    order = {"item_ids": item.id, "reason": "移送仓库", "to_kind": "agency", "to_agency_id": field.outside.anheng_id, "to_place": "2 号库"}
    assert clerk.post(f"{chain_of(field)}/moves", data={**order, "photos": [photo()]}).status_code == 303
    move = last_move(house)
    sign = {"side": "giver", "seen_digest": move.digest, "signature": drawn()}
    page = clerk.get(f"/custody/moves/{move.id}").text
    assert all(words in page for words in ("封条 S-0001", check_code(move.digest), "等广州安衡司法辅助服务有限公司签名"))
    assert clerk.post(f"/custody/moves/{move.id}/sign", data=sign | {"side": "taker"}).status_code == 403
    assert clerk.post(f"/custody/moves/{move.id}/sign", data=sign | {"signature": drawn(strokes=0)}).status_code == 422
    assert clerk.post(f"/custody/moves/{move.id}/sign", data=sign).status_code == 303
    clock.advance(timedelta(days=1))
    clerk = signed_in(app, "clerk")
    words = "缺 4月2日 的交接签名，不能交付"
    assert words in clerk.get(chain_of(field)).text
    refused = clerk.post(f"{chain_of(field)}/moves", data={**order, "to_agency_id": field.outside.zhengxu_id, "photos": [photo()]})
    assert (refused.status_code, words in refused.text) == (409, True)
    assert "缺 4月2日 的交接签名（S-0001），不能交付" in clerk.get(f"/assets/{field.asset.id}").text
    agency = signed_in(app, "agency")
    assert "补签原因" in agency.get(f"/custody/moves/{move.id}").text
    typed = {"signature_typed": "阮秉川", "signature_code": check_code(move.digest)}
    late = {"side": "taker", "seen_digest": move.digest, **typed}
    assert agency.post(f"/custody/moves/{move.id}/sign", data=late).status_code == 422
    assert agency.post(f"/custody/moves/{move.id}/sign", data=late | {"late_reason": "当日库管不在"}).status_code == 303
    assert "补签：当日库管不在" in clerk.get(chain_of(field)).text
    with house.reading() as r:
        assert house_asset(r, field.asset.id).custody_gap == ""
    assert clerk.post(f"{chain_of(field)}/moves", data={**order, "to_agency_id": field.outside.zhengxu_id, "photos": [photo()]}).status_code == 303


def test_an_unsigned_hand_over_is_taken_back(clerk: FlaskClient, house: House, field: TaskField) -> None:
    with house.work(field.bench["clerk"]) as w:
        item = make_item(w, field.asset.id)
    move = opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, item.id), photos=False)
    assert clerk.post(f"/custody/moves/{move.id}/photos").status_code == 422
    assert clerk.post(f"/custody/moves/{move.id}/photos", data={"photos": [photo()]}).status_code == 303
    assert clerk.post(f"/custody/moves/{move.id}/cancel", data={"reason": "选错了"}).location.endswith(chain_of(field))
    assert "缺 " not in clerk.get(chain_of(field)).text


def test_a_seal_is_opened_before_an_official_and_resealed(clerk: FlaskClient, house: House, field: TaskField) -> None:
    with house.work(field.bench["clerk"]) as w:
        item = make_item(w, field.asset.id)
    page, stood = f"/custody/items/{item.id}", {"present_1": "雷振屿", "kind_1": "法院人员", "present_2": "库管员", "kind_2": "其他"}
    alone = clerk.post(f"{page}/open", data=stood | {"kind_1": "其他", "reason": "看样"})
    assert (alone.status_code, "须有法院人员或公证人员在场" in alone.text) == (422, True)
    assert clerk.post(f"{page}/open", data=stood | {"reason": "看样"}).status_code == 303
    assert "4月2日 启封 S-0001 后未复封，不能交付" in clerk.get(page).text
    with house.reading() as r:
        broken = queries.chain_of(r, [item]).breaks[item.id][0].id
    reseal = f"/custody/breaks/{broken}/reseal"
    assert clerk.post(reseal, data=stood | {"reseal_no": "S-0101"}).status_code == 422
    assert clerk.post(reseal, data={**stood, "reseal_no": "S-0101", "photos": [photo()]}).status_code == 303
    assert "封条 S-0001 → S-0101" in clerk.get(page).text


def test_an_agency_sees_what_it_holds_alone(app: Flask, house: House, field: TaskField) -> None:
    with house.work(field.bench["clerk"]) as w:
        items = [make_item(w, field.asset.id, no) for no in (1, 2)]
    move = opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, items[0].id))
    signed(house, field.bench["clerk"], move, "giver")
    signed(house, field.outside["agency"], move, "taker")
    agency = signed_in(app, "agency")
    page = agency.get(chain_of(field)).text
    assert ("S-0001" in page, "S-0002" in page, "登记交接" in page) == (True, False, False)
    assert "S-0002" not in agency.get("/custody").text
    assert agency.get(f"/custody/items/{items[1].id}").status_code == 404
    assert signed_in(app, "agency2").get(chain_of(field)).status_code == 404
    assert agency.post(f"/custody/items/{items[0].id}/report", data={"note": "封条边角翘起"}).status_code == 303


@pytest.mark.parametrize("number", [2, 9])
def test_chain_and_list_take_the_same_number_of_queries_however_many_things(clerk: FlaskClient, house: House, field: TaskField, number: int) -> None:
    with house.work(field.bench["clerk"]) as w:
        items = [make_item(w, field.asset.id, no) for no in range(1, number + 1)]
    move = opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, *(each.id for each in items)))
    signed(house, field.bench["clerk"], move, "giver")
    with counted(house) as chain:
        clerk.get(chain_of(field))
    with counted(house) as listed:
        clerk.get("/custody")
    assert (len(chain), len(listed)) == (QUERIES_OF_CHAIN, QUERIES_OF_LIST)
