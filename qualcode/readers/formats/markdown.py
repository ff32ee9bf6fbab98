"""Markdown: plain text with headings; comments, deletions and addresses of links are no words of anybody.

Other marks stay in the text, such as the `#` of headings: it is stored as it is in the file.
"""

import re
from collections.abc import Callable

from qualcode.model import LeftOut, LeftOutKind, Span, Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.markup.markdown_notes import may_have_notes, place_notes
from qualcode.readers.markup.open_comment import find_open_comment, warn_of_open_comment
from qualcode.readers.read_options import ReadOptions

_HEADING_OR_FENCE = re.compile(
    r"^ {0,3}(?:(?P<marks>#{1,6})[ \t]+(?P<words>\S.*)|(?P<fence>```|~~~).*)$", re.MULTILINE
)
_ADDRESS = (
    r"<?(?:[a-z]+://|mailto:|tel:|www\.|\.{0,2}/|#)[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*>?"
    r"|<?[^\s():<>]+\.(?:html?|md|pdf|docx?|png|jpe?g|gif|svg|mp3|mp4|wav|com|org|net)(?:[/#?][^\s()<>]*)?>?"
)
_TITLE = r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
_LEFT_OUT = (
    (re.compile(r"<!--.*?-->", re.DOTALL), LeftOutKind.COMMENTS),
    (re.compile(r"(?<![\\~])~~(?=[^\s~])[^~\n]*?(?<=\S)~~(?!~)"), LeftOutKind.DELETED),
    (re.compile(r"<(del|s|strike)(?:[ ][^<>]*)?>.*?</\1>", re.DOTALL | re.IGNORECASE), LeftOutKind.DELETED),
    (re.compile(rf"!\[[^\[\]\n]*\]\((?:{_ADDRESS}){_TITLE}\)", re.IGNORECASE), LeftOutKind.NOTES),
)
_LINK = re.compile(
    rf"(?<![\\!])\[(?P<words>[^\[\]\n]+)\](?P<left_out>\((?:{_ADDRESS}){_TITLE}\))", re.IGNORECASE
)
_TAG_PAIR = re.compile(
    r"<(?P<tag>b|strong|i|em|u|span|small|mark|font|ins)(?P<attributes>[ ][^<>\n]*)?>"
    r"(?P<words>[^<>\n]*)</(?P=tag)>"
)


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a Markdown file's text and headings; lines in a fenced code block are no headings."""
    decoded = decode(data, options.encoding, language=options.language)
    text, left_out = _without_markup(decoded.text)
    offset = find_open_comment(decoded.text)
    notes: list[Span] = []
    if may_have_notes(text):
        text, notes, left_out_notes = place_notes(text, options.notes)
        left_out += left_out_notes
    headings: list[tuple[Span, int]] = []
    fenced = False
    for match in _HEADING_OR_FENCE.finditer(text):
        if match["fence"]:
            fenced = not fenced
        elif not fenced:
            span = Span(match.start(), match.end()).trimmed(text)
            headings.append((span, len(match["marks"])))
    return Transcript(
        text=text,
        headings=tuple(headings),
        notes=tuple(notes),
        encoding=decoded.encoding,
        warnings=decoded.warnings
        if offset < 0
        else (*decoded.warnings, warn_of_open_comment(decoded.text, offset)),
        left_out=tuple(left_out),
    )


def _without_markup(text: str) -> tuple[str, list[LeftOut]]:
    """Return the text without what is no words of anybody, and what was left out."""
    left_out: list[LeftOut] = []

    def leave_out(kind: LeftOutKind) -> Callable[[re.Match[str]], str]:
        def replacement(match: re.Match[str]) -> str:
            left_out.append(LeftOut(kind=kind, text=match[0]))
            return ""

        return replacement

    def words_of_link(match: re.Match[str]) -> str:
        left_out.append(LeftOut(kind=LeftOutKind.MARKUP, text=match["left_out"]))
        return match["words"]

    def words_in_tags(match: re.Match[str]) -> str:
        tags = f"{match['tag']} {match['attributes'] or ''} {match['tag']}"
        left_out.append(LeftOut(kind=LeftOutKind.MARKUP, text=tags))
        return match["words"]

    if "<" in text or "~~" in text or "](" in text:
        for pattern, kind in _LEFT_OUT:
            text = pattern.sub(leave_out(kind), text)
        text = _TAG_PAIR.sub(words_in_tags, _LINK.sub(words_of_link, text))
    return text, left_out
