"""The text of a Word document as it was before tracked changes, and the comments on its words.

Paragraphs are lines. What qualcode added (see `documents.commented_word`) is left out by its styles.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.refi.xml_elements import Element, clean_text, local_name, utc_time

if TYPE_CHECKING:
    from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ADDED_STYLES = frozenset({"qualcodeadded", "qualcodenote"})
_MOST_STYLES = 4_000_000
"""Bytes of a document's styles that are searched for the names of added ones."""

_SKIPPED = frozenset(
    {"pPr", "rPr", "sectPr", "ins", "moveTo", "footnoteReference", "txbxContent", "Fallback"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordComment:
    """A comment on the code points `[start, end)` of the document's text."""

    author: str
    made_at: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedText:
    """A document's text with its comments, and the number of tracked changes that were put back."""

    text: str
    comments: tuple[WordComment, ...]
    tracked: int = 0
    unplaced: int = 0
    """Number of comments that are on no words."""


def read_comments(data: bytes) -> CommentedText:
    """Return text and comments of a .docx; UnreadableSourceError if it is not valid or not safe."""
    archive = untrusted.check_archive(data, ".docx")
    try:
        body = untrusted.parse_xml(archive.read("word/document.xml"))
    except KeyError as error:
        raise UnreadableSourceError("The archive is no Word document.") from error
    walk = _Walk(_styles(archive))
    walk.element(body)
    texts = _comment_texts(archive)
    comments = [
        WordComment(
            author=author, made_at=made_at, text=text, start=walk.starts[number], end=walk.ends[number]
        )
        for number, (author, made_at, text) in texts.items()
        if number in walk.starts and walk.ends.get(number, -1) > walk.starts[number]
    ]
    return CommentedText(
        text="".join(walk.parts).removesuffix("\n"),
        comments=tuple(sorted(comments, key=lambda comment: (comment.start, comment.end))),
        tracked=walk.tracked,
        unplaced=len(texts) - len(comments),
    )


def count_comments(data: bytes) -> int:
    """Return the number of comments in a .docx; 0 for any other file."""
    if not data.startswith(untrusted.ZIP):
        return 0
    return len(_comment_texts(untrusted.check_archive(data, ".docx")))


def count_added_lines(data: bytes) -> int:
    """Return the number of paragraphs that an export added to an imported .docx; 0 for any other file.

    Only a file whose styles name qualcode is read for it.
    """
    if not data.startswith(untrusted.ZIP) or not _names_added_styles(data):
        return 0
    archive = untrusted.check_archive(data, ".docx")
    if "word/document.xml" not in archive.namelist():
        return 0
    styles = _styles(archive)
    body = untrusted.parse_xml(archive.read("word/document.xml"))
    named = (style.get(f"{_WORD}val") for style in body.iter(f"{_WORD}pStyle"))
    return sum(style in styles for style in named)


def _names_added_styles(data: bytes) -> bool:
    with suppress(KeyError), ZipFile(BytesIO(data)) as archive, archive.open("word/styles.xml") as styles:
        return b"qualcode" in styles.read(_MOST_STYLES).lower()
    return False


@dataclass(slots=True)
class _Walk:
    """Collects the text in the order of the document, with the offsets at which comments begin and end."""

    added_styles: frozenset[str]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    tracked: int = 0

    def element(self, element: Element) -> None:
        """Walk an element with everything in it."""
        name = local_name(element)
        if name in ("ins", "del", "moveFrom", "moveTo"):
            self.tracked += 1
        if name in _SKIPPED or not name:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "r":
            if not self._is_added(element, "rPr", "rStyle"):
                self._children(element)
        elif name == "commentRangeStart":
            self.starts[_identity(element)] = self.length
        elif name == "commentRangeEnd":
            self.ends[_identity(element)] = self.length
        elif name in ("t", "delText"):
            self._add(str(element.text or ""))
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        else:
            self._children(element)

    def _children(self, element: Element) -> None:
        for child in element:
            self.element(child)

    def _paragraph(self, element: Element) -> None:
        if self._is_added(element, "pPr", "pStyle"):
            return
        self._children(element)
        self._add("\n")

    def _is_added(self, element: Element, properties: str, style: str) -> bool:
        named = element.find(f"{_WORD}{properties}/{_WORD}{style}")
        return named is not None and (named.get(f"{_WORD}val") or "") in self.added_styles

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _identity(element: Element) -> str:
    return element.get(f"{_WORD}id") or ""


def _styles(archive: ZipFile) -> frozenset[str]:
    """Return the ids of the styles of added words; programs give them other ids when they save."""
    ids = {"qualcodeadded", "qualcodenote"}
    if "word/styles.xml" in archive.namelist():
        root = untrusted.parse_xml(archive.read("word/styles.xml"))
        for style in root.iter(f"{_WORD}style"):
            name = style.find(f"{_WORD}name")
            words = "" if name is None else name.get(f"{_WORD}val") or ""
            if re.sub(r"\W", "", words.casefold()) in _ADDED_STYLES:
                ids.add(style.get(f"{_WORD}styleId") or "")
    return frozenset(ids)


def _comment_texts(archive: ZipFile) -> Mapping[str, tuple[str, str, str]]:
    """Return author, time and text of each comment by its id."""
    if "word/comments.xml" not in archive.namelist():
        return {}
    root = untrusted.parse_xml(archive.read("word/comments.xml"))
    texts = {}
    for comment in root.iter(f"{_WORD}comment"):
        paragraphs = ["".join(_words(paragraph)) for paragraph in comment.iter(f"{_WORD}p")]
        author = " ".join(clean_text(comment.get(f"{_WORD}author") or "").split())
        made_at = utc_time(comment.get(f"{_WORD}date"))
        texts[_identity(comment)] = author or "unknown", made_at, clean_text("\n".join(paragraphs)).strip()
    return texts


def _words(paragraph: "etree._Element") -> list[str]:
    return [
        str(each.text or "") if local_name(each) == "t" else "\n"
        for each in paragraph.iter(f"{_WORD}t", f"{_WORD}br")
    ]
