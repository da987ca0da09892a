"""Which encoding a text file is in: UTF-8, UTF-16, or the GB18030 (GBK) of Chinese offices.

A file that could be something else is refused, because wrong letters look like data.
"""

from __future__ import annotations

import codecs
from pathlib import Path

__all__ = ["encoding_of"]

_BLOCK = 1 << 24


def encoding_of(path: str | Path) -> str:
    """Name of the encoding for Python; ``UnicodeError`` where it is none of the three."""
    with Path(path).open("rb") as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        zeros = head.count(b"\0")
        if zeros > len(head) / 4:  # text with a zero in every other byte, and no mark in front
            return "utf-16-le" if head[1::2].count(b"\0") > head[::2].count(b"\0") else "utf-16-be"
        file.seek(0)
        if _decodes(file, "utf-8"):
            return "utf-8-sig"
        file.seek(0)
        if _decodes(file, "gb18030"):
            file.seek(0)
            if _looks_chinese(file.read(_BLOCK)):
                return "gb18030"
    raise UnicodeError


def _decodes(file, name: str) -> bool:  # type: ignore[no-untyped-def]
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(block: bytes) -> bool:
    """Accented Latin text decodes as GB18030 too, but into letters that Chinese text hardly has."""
    text = [letter for letter in block.decode("gb18030", errors="ignore") if ord(letter) > 127]
    common = sum(1 for letter in text if letter.encode("gb2312", errors="ignore"))
    return bool(text) and common >= 0.9 * len(text)
