"""All words of a web page: the character data of its elements, read by Python's own parser."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from qualcode.model import Transcript
from qualcode.readers.markup.open_comment import find_open_comment
from qualcode.readers.raw_words.decoded_text import decode_again
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_NO_WORDS = frozenset(("script", "style", "template", "title"))
# fmt: off
_INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rb", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
])
# fmt: on
_ASIDE = frozenset(("del", "rt", "rp", "select", "textarea", "svg"))
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the character data, and apart from it what may be in the middle of a word (deleted, hidden)."""
    collector = _CharacterData()
    text = decode_again(data, transcript)
    if (offset := find_open_comment(text)) >= 0:
        text = f"{text[:offset]} {text[offset + len('<!--') :]}"
    collector.feed(text)
    collector.close()
    texts = ("".join(collector.shown), "".join(collector.aside))
    return [RawText(text=text) for text in texts if text.strip()]


class _CharacterData(HTMLParser):
    """Collects character data; any element that is not known to be inside a line ends a word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.aside: list[str] = []
        self._open_aside: list[str] = []
        self._open_without_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the character data of an element are."""
        attributes = dict(attrs)
        if tag in _NO_WORDS:
            self._open_without_words.append(tag)
        is_mark = tag == "a" and (attributes.get("href") or "").startswith("#")
        is_hidden = "hidden" in attributes or bool(_NOT_SHOWN.search(attributes.get("style") or ""))
        is_aside = tag in _ASIDE or is_mark or is_hidden
        if (is_aside or self._open_aside) and tag not in _VOID:
            self._open_aside.append(tag)
            self.aside.append(" ")
        if tag not in _INLINE and tag not in _ASIDE:
            self.shown.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Forget an element, and those that it should have closed."""
        for open_tags in (self._open_aside, self._open_without_words):
            if tag in open_tags:
                while open_tags.pop() != tag:
                    pass
        if tag not in _INLINE and tag not in _ASIDE:
            self.shown.append(" ")

    def handle_data(self, data: str) -> None:
        """Collect character data."""
        if not self._open_without_words:
            (self.aside if self._open_aside else self.shown).append(data)
