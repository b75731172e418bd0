"""JD's envelopes: success and the several shapes of an error that all come with HTTP 200. Pure."""

from __future__ import annotations

import re
from typing import Any

from app.sites.contract import Changed, Refused
from app.sites.literals import read_mapping
from app.sites.scanning import plain

_ERROR = re.compile(r"[\"'](?:error_response|errorMessage|\w+_responce|\w+_response)[\"']\s*:")
_NOTHING = re.compile(r"[\"']data[\"']\s*:\s*(?:null|\"\")")
_DATA = re.compile(r"[\"'](?:datas?|ls|bidList|accessNum)[\"']\s*:")
_DATA_BESIDE = re.compile(r"[\"'](?:datas|ls|bidList|accessNum)[\"']\s*:")
_CODE = re.compile(r"[\"'](?:code|status)[\"']\s*:\s*[\"']?-?[1-9]")


def is_error(text: str) -> bool:
    """One of the shapes of an error: error_response, errorMessage, a `…_responce`, or an envelope without data."""
    if _ERROR.search(text):
        return True
    if not _CODE.search(text) or (_DATA.search(text) and not _NOTHING.search(text)):
        return False
    try:
        return not read_mapping(text).get("data") and not _DATA_BESIDE.search(text)
    except Changed:
        return False


def read_data_of(text: str) -> Any:
    """`{"code":0,"data":…}` → data. An error envelope is Refused, anything else Changed."""
    answer = read_mapping(text)
    _refuse(answer)
    for name, body in answer.items():
        if name.endswith(("_responce", "_response")) and isinstance(body, dict):
            _refuse_code(body)
            return body
    if "data" not in answer:
        _refuse_code(answer)
        raise Changed("京东的回答缺少 data")
    _refuse_code(answer)
    if answer["data"] is None and answer.get("message") not in ("成功", None, ""):
        raise Refused(f"京东：{_words(answer['message'])}")
    return answer["data"]


def read_object(text: str) -> dict[str, Any]:
    """The same, and the data must be an object."""
    data = read_data_of(text)
    if not isinstance(data, dict):
        raise Changed("京东的回答中 data 不是对象")
    return data


def _refuse(answer: dict[str, Any]) -> None:
    error = answer.get("error_response")
    if isinstance(error, dict):
        raise Refused(f"京东返回错误 {error.get('code')}：{_words(error.get('zh_desc') or error.get('en_desc'))}")
    if "errorMessage" in answer:
        raise Refused(f"京东返回错误 {answer.get('code')}：{_words(answer['errorMessage'])}")


def _refuse_code(body: dict[str, Any]) -> None:
    if str(body.get("code", "0")) not in ("0", "200"):
        raise Refused(f"京东返回错误 {body.get('code')}：{_words(body.get('zh_desc') or body.get('message') or body.get('echo'))}")


def _words(text: object) -> str:
    return (plain(text) or "")[:80]
