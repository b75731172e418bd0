"""How the recordings of a forced day are told: in the record that is signed, with the whole digest, and in the inventory (papers.md 29). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.domains.vacating.day_tables import DayVideo, Goods

WHOLE = "全程"
SHORT = 12


def video_lines(videos: Sequence[DayVideo], goods: Sequence[Goods]) -> list[str]:
    """A line a recording for the record: what it shows, how long, its SHA-256."""
    return [f"{no}. {about(each, goods)}，{lasting(each)}摘要 {each.digest}" for no, each in enumerate(videos, start=1)]


def video_digests(videos: Sequence[DayVideo], goods: Sequence[Goods]) -> list[str]:
    """录像摘要 as the inventory prints it: what is shown and the first twelve characters of the digest."""
    return [f"录像{no}（{about(each, goods)}）：{each.digest[:SHORT]}" for no, each in enumerate(videos, start=1)]


def with_words(videos: Sequence[DayVideo], goods: Sequence[Goods]) -> list[tuple[DayVideo, str]]:
    """Recordings with the words of what they show, for pages."""
    return [(each, about(each, goods)) for each in videos]


def about(video: DayVideo, goods: Sequence[Goods]) -> str:
    """'第 3 件 双门冰箱，封条 F-01', or 全程."""
    thing = next((each for each in goods if each.id == video.goods_id), None)
    if thing is None:
        return WHOLE
    return f"第 {thing.no} 件 {thing.name}" + (f"，封条 {thing.seal_no}" if thing.seal_no else "") + ("，已划去" if thing.struck_at else "")


def lasting(video: DayVideo) -> str:
    """'45 秒，'; empty where the file does not say."""
    return f"{video.seconds:.0f} 秒，" if video.seconds else ""
