"""Signatures of the two open platforms against worked vectors (samples/sites/signature_vectors.json)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.kernel.clock import at_shanghai
from plugins.jd.signing import form_of
from plugins.jd.signing import sign as sign_jos
from plugins.taobao.signing import Method, sign, text_to_sign

TOP = {
    "method": "taobao.item.seller.get",
    "app_key": "12345678",
    "session": "test",
    "timestamp": "2016-01-01 12:00:00",
    "format": "json",
    "v": "2.0",
    "sign_method": "md5",
    "fields": "num_iid,title,nick,price,num",
    "num_iid": "11223344",
}
JOS = {
    "360buy_param_json": '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT","page":"1","page_size":"200","start_date":null}',
    "access_token": "yourtoken",
    "app_key": "yourappkey",
    "method": "jingdong.pop.order.search",
    "timestamp": "2021-05-07 09:20:39.683+0800",
    "v": "2.0",
}


def test_the_text_to_sign_is_sorted_and_joined_with_nothing() -> None:
    assert text_to_sign({**TOP, "sign": "X"}).startswith("app_key12345678fieldsnum_iid,title,nick,price,numformatjsonmethod")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.MD5, "66987CB115214E59E6EC978214934FB8"),
        (Method.HMAC, "D56D7858309C31B6251083A874D48273"),
        (Method.HMAC_SHA256, "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8"),
    ],
)
def test_top_signs_by_its_three_methods(method, expected) -> None:
    assert sign({**TOP, "sign_method": method.value}, "helloworld", method) == expected


def test_jos_signs_its_worked_example() -> None:
    assert sign_jos(JOS, "yourappSecret") == "D70825340F4084360B9362B60DFD7930"


def test_a_jos_call_is_built_as_the_worked_example_is() -> None:
    business = {"end_date": None, "optional_fields": None, "order_state": "WAIT_SELLER_STOCK_OUT", "page": "1", "page_size": "200", "start_date": None}
    at = at_shanghai(2021, 5, 7, 9, 20, 39) + timedelta(milliseconds=683)
    sent = form_of("jingdong.pop.order.search", business, at, app_key="yourappkey", access_token="yourtoken", secret="yourappSecret")
    assert sent == {**JOS, "sign": "D70825340F4084360B9362B60DFD7930"}


def test_a_changed_parameter_changes_the_signature() -> None:
    assert sign_jos({**JOS, "v": "2.1"}, "yourappSecret") != sign_jos(JOS, "yourappSecret")
