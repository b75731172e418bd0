"""Enums and ids of documents: how far a paper is, and in which files it is kept."""

from __future__ import annotations

from enum import StrEnum


class DocumentStatus(StrEnum):
    """A draft lacks facts; a made paper waits for its signature; a void one was replaced."""

    DRAFT = "draft"
    MADE = "made"
    SIGNED = "signed"
    SERVED = "served"
    VOID = "void"

    @property
    def word(self) -> str:
        """On screen (ui.md S24)."""
        return _WORDS[self]


_WORDS = {
    DocumentStatus.DRAFT: "待制作",
    DocumentStatus.MADE: "待签",
    DocumentStatus.SIGNED: "已签",
    DocumentStatus.SERVED: "已送达",
    DocumentStatus.VOID: "已作废",
}


class Copy(StrEnum):
    """A file of a paper: the printed sheet, the Word file, the masked copy for the public."""

    PDF = "pdf"
    DOCX = "docx"
    PUBLIC = "public"

    @property
    def word(self) -> str:
        """On screen."""
        return {Copy.PDF: "PDF", Copy.DOCX: "Word", Copy.PUBLIC: "公开版"}[self]

    @property
    def media_type(self) -> str:
        """As it is sent."""
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document" if self is Copy.DOCX else "application/pdf"

    @property
    def suffix(self) -> str:
        """End of the file's name."""
        return "-公开版.pdf" if self is Copy.PUBLIC else f".{self.value}"
