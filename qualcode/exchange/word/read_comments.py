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
from qualcode.exchange.word.comment_parts import WORD, CommentParts

if TYPE_CHECKING:
    from lxml import etree

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
class UnplacedComment:
    """A comment that is on no words of the document's text, and where it is: `in a footnote`."""

    author: str
    text: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedText:
    """A document's text with its comments, and the number of tracked changes that were put back."""

    text: str
    comments: tuple[WordComment, ...]
    tracked: int = 0
    unplaced: tuple[UnplacedComment, ...] = ()


def read_comments(data: bytes) -> CommentedText:
    """Return text and comments of a .docx; UnreadableSourceError if it is not valid or not safe."""
    parts = CommentParts(untrusted.check_archive(data, ".docx"))
    if not parts.document:
        raise UnreadableSourceError("The archive is no Word document.")
    walk = _Walk(_styles(parts))
    walk.element(parts.root(parts.document))
    texts = _comment_texts(parts)
    placed = {
        number
        for number in texts
        if number in walk.starts and walk.ends.get(number, -1) > walk.starts[number]
    }
    comments = [
        WordComment(
            author=author, made_at=made_at, text=text, start=walk.starts[number], end=walk.ends[number]
        )
        for number, (author, made_at, text) in texts.items()
        if number in placed
    ]
    locations = parts.commented_elsewhere() if len(placed) < len(texts) else {}
    return CommentedText(
        text="".join(walk.parts).removesuffix("\n"),
        comments=tuple(sorted(comments, key=lambda comment: (comment.start, comment.end))),
        tracked=walk.tracked,
        unplaced=tuple(
            UnplacedComment(author=author, text=text, location=locations.get(number) or walk.location(number))
            for number, (author, _, text) in texts.items()
            if number not in placed
        ),
    )


def count_comments(data: bytes) -> int:
    """Return the number of comments in a .docx; 0 for any other file."""
    if not data.startswith(untrusted.ZIP):
        return 0
    return len(_comment_texts(CommentParts(untrusted.check_archive(data, ".docx"))))


def count_added_lines(data: bytes) -> int:
    """Return the number of paragraphs that an export added to an imported .docx; 0 for any other file.

    Only a file whose styles name qualcode is read for it.
    """
    if not data.startswith(untrusted.ZIP) or not _names_added_styles(data):
        return 0
    parts = CommentParts(untrusted.check_archive(data, ".docx"))
    if not parts.document:
        return 0
    styles = _styles(parts)
    body = parts.root(parts.document)
    named = (style.get(f"{WORD}val") for style in body.iter(f"{WORD}pStyle"))
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
    left_out: set[str] = field(default_factory=set)
    """Comments in text boxes and in words that were inserted."""

    def location(self, comment: str) -> str:
        """Return where a comment is that is on no words."""
        return "on inserted words or in a text box" if comment in self.left_out else "on no words"

    def element(self, element: Element) -> None:
        """Walk an element with everything in it."""
        name = local_name(element)
        if name in ("ins", "del", "moveFrom", "moveTo"):
            self.tracked += 1
        if name in _SKIPPED or not name:
            self._skip(element, name)
        elif name == "p":
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

    def _skip(self, element: Element, name: str) -> None:
        """Leave out words; a comment that begins or ends in inserted ones is on the others."""
        for mark in element.iter(f"{WORD}commentRangeStart", f"{WORD}commentRangeEnd"):
            self.left_out.add(_identity(mark))
            if name in ("ins", "moveTo"):
                self.element(mark)

    def _children(self, element: Element) -> None:
        for child in element:
            self.element(child)

    def _paragraph(self, element: Element) -> None:
        if self._is_added(element, "pPr", "pStyle"):
            return
        self._children(element)
        self._add("\n")

    def _is_added(self, element: Element, properties: str, style: str) -> bool:
        named = element.find(f"{WORD}{properties}/{WORD}{style}")
        return named is not None and (named.get(f"{WORD}val") or "") in self.added_styles

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _identity(element: Element) -> str:
    return element.get(f"{WORD}id") or ""


def _styles(parts: CommentParts) -> frozenset[str]:
    """Return the ids of the styles of added words; programs give them other ids when they save."""
    ids = {"qualcodeadded", "qualcodenote"}
    if (root := parts.part("styles")) is not None:
        for style in root.iter(f"{WORD}style"):
            name = style.find(f"{WORD}name")
            words = "" if name is None else name.get(f"{WORD}val") or ""
            if re.sub(r"\W", "", words.casefold()) in _ADDED_STYLES:
                ids.add(style.get(f"{WORD}styleId") or "")
    return frozenset(ids)


def _comment_texts(parts: CommentParts) -> Mapping[str, tuple[str, str, str]]:
    """Return author, time and text of each comment by its id."""
    root = parts.part("comments")
    if root is None:
        return {}
    texts = {}
    for comment in root.iter(f"{WORD}comment"):
        paragraphs = ["".join(_words(paragraph)) for paragraph in comment.iter(f"{WORD}p")]
        author = " ".join(clean_text(comment.get(f"{WORD}author") or "").split())
        made_at = utc_time(comment.get(f"{WORD}date"))
        texts[_identity(comment)] = author or "unknown", made_at, clean_text("\n".join(paragraphs)).strip()
    return texts


def _words(paragraph: "etree._Element") -> list[str]:
    return [
        str(each.text or "") if local_name(each) == "t" else "\n"
        for each in paragraph.iter(f"{WORD}t", f"{WORD}br")
    ]
