"""Photos that a decision rests on: what the plan will publish beside what the accepted survey took, each named by its shot. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Photo:
    """A photo by the digest of its shown copy, with its shot's name; `used`: the plan publishes it."""

    digest: str
    title: str
    used: bool


@dataclass(frozen=True)
class Photographed:
    """The plan's photos in the order in which they will be shown, the survey's in the order of its shots."""

    planned: Sequence[Photo]
    surveyed: Sequence[Photo]


def photographed(survey: Mapping[str, Any], planned: Sequence[str]) -> Photographed:
    """`survey` is the accepted survey as the asset keeps it, `planned` the digests of the version's photos."""
    titles: dict[str, str] = {}
    for photo in survey.get("photos", ()):
        titles.setdefault(str(photo["shown_digest"]), shot_of(photo))
    return Photographed(
        [Photo(digest, titles.get(digest, "照片"), used=True) for digest in planned],
        [Photo(digest, title, digest in planned) for digest, title in titles.items()],
    )


def shot_of(photo: Mapping[str, Any]) -> str:
    """铭牌 · 立式包装机: the shot that was wanted, with what the surveyor wrote of it where that does not name the shot already."""
    shot, caption = str(photo.get("shot_title") or ""), str(photo.get("caption") or "")
    said = (caption,) if caption.startswith(shot) else (shot, caption)
    return " · ".join(each for each in said if each) or "现场照片"
