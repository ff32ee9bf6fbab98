"""Taguette's projects: an SQLite database; positions are UTF-8 bytes of the text of an HTML page.

The page's text has no line ends between its paragraphs; they are put in here, and positions moved with them.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from lxml import etree

from qualcode.errors import NotFoundError, UnreadableSourceError
from qualcode.exchange.guids import derived_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.programs.code_tree import FlatCode, code_tree, dotted_codes
from qualcode.exchange.programs.row_cells import Row, file_name_for, number_of, text_of, time_of
from qualcode.exchange.refi.counted_text import Convention, CountedText, LineEnd, Unit
from qualcode.exchange.study_contents import (
    UNKNOWN_CODER,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.model import About, CodeKey, Span

TABLES = ("projects", "documents", "tags", "highlights", "highlight_tags", "commands", "alembic_version")
_BYTES = Convention(Unit.UTF_8, LineEnd.AS_WRITTEN)
_BLOCKS = frozenset({
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td",
        "th", "table", "caption", "blockquote", "br", "hr", "pre", "section", "article", "header",
        "footer", "figure", "figcaption", "aside", "address",
})  # fmt: skip


def is_taguette(tables: Mapping[str, Sequence[Row]]) -> bool:
    """Whether these tables are those of a Taguette database."""
    return any("contents" in row for row in tables["documents"]) or (
        bool(tables["projects"]) and bool(tables["alembic_version"])
    )


class PageText:
    """The text of an HTML page with a line end after each paragraph, and positions without those."""

    def __init__(self, html: str) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._added_at: list[int] = []
        """Positions in the page's own text before which a line end was put in."""
        parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False)
        root = etree.fromstring(f"<html><body>{html}</body></html>", parser)
        if root is None:
            raise UnreadableSourceError("A document of the database is no web page.")
        for body in root.iter("body"):
            self._add(body)
        self.own = CountedText("".join(part for part in self._parts if part != _ADDED))
        self.text = "".join("\n" if part == _ADDED else part for part in self._parts)

    def _add(self, element: "etree._Element") -> None:
        self._add_text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                if child.tag in _BLOCKS:
                    self._end_line()
                self._add(child)
                if child.tag in _BLOCKS:
                    self._end_line()
            self._add_text(child.tail)

    def _add_text(self, text: object) -> None:
        if text:
            self._parts.append(str(text))
            self._length += len(str(text))

    def _end_line(self) -> None:
        last = self._parts[-1] if self._parts else "\n"
        if not last.endswith("\n") and last != _ADDED:
            self._parts.append(_ADDED)
            self._added_at.append(self._length)

    def span(self, start: int | None, end: int | None) -> Span | None:
        """Return the span of two positions in bytes; None if it has no words."""
        if start is None or end is None:
            return None
        own = self.own.span(start, end, _BYTES)
        if own is None:
            return None
        begin = own.start + bisect_right(self._added_at, own.start)
        span = Span(begin, max(begin, own.end + bisect_right(self._added_at, own.end - 1)))
        return span if span.of(self.text).strip() else None


_ADDED = "\0added"


def read_taguette(tables: Mapping[str, Sequence[Row]], name: str, project: str = "") -> StudyContents:
    """Return the contents of a project; `project` names it if the database has several."""
    chosen = _project(tables["projects"], project)
    identity = number_of(chosen, "id")
    losses = LossReport()
    title = text_of(chosen, "name") or name
    flat = [
        FlatCode(
            identity=str(row.get("id")), name=text_of(row, "path"), definition=text_of(row, "description")
        )
        for row in tables["tags"]
        if number_of(row, "project_id") == identity
    ]
    codes = code_tree(dotted_codes(flat), losses)
    pages: dict[int, PageText] = {}
    sources: dict[int, ForeignSource] = {}
    memos: list[ForeignMemo] = []
    _add_memo(memos, About.PROJECT, "", text_of(chosen, "description"), title)
    names: set[str] = set()
    for row in tables["documents"]:
        number = number_of(row, "id")
        if number_of(row, "project_id") != identity or number is None:
            continue
        pages[number] = PageText(str(row.get("contents") or ""))
        document = text_of(row, "name") or "document"
        free = document if document not in names else f"{document} ({number})"
        names.add(free)
        text = pages[number].text
        guid = derived_guid("taguette", title, "document", str(number))
        file = text.encode(errors="replace")
        sources[number] = ForeignSource(
            guid=guid, name=free, text=text, file_name=file_name_for(free), file=file
        )
        _add_memo(memos, About.SOURCE, guid, text_of(row, "description"), title)
    codings = _codings(tables, pages, sources, codes.keys, losses)
    return StudyContents(
        name=title,
        program="Taguette",
        codebook=codes.codebook,
        sources=tuple(sources.values()),
        codings=tuple(codings),
        memos=tuple(memos),
        losses=losses.losses,
    )


def _project(rows: Sequence[Row], wanted: str) -> Row:
    names = [text_of(row, "name") for row in rows]
    if not rows:
        raise UnreadableSourceError("The database has no project.")
    if len(rows) == 1:
        return rows[0]
    if wanted in names:
        return rows[names.index(wanted)]
    listed = ", ".join(repr(name) for name in names)
    raise NotFoundError(f"The database has several projects: {listed}.", "Choose one: --name NAME")


def _add_memo(memos: list[ForeignMemo], about: About, target: str, text: str, title: str) -> None:
    if text:
        guid = derived_guid("taguette", title, "memo", str(len(memos)), text)
        memos.append(ForeignMemo(guid=guid, about=about, target=target, text=text))


def _codings(
    tables: Mapping[str, Sequence[Row]],
    pages: Mapping[int, PageText],
    sources: Mapping[int, ForeignSource],
    keys: Mapping[str, CodeKey],
    losses: LossReport,
) -> list[ForeignCoding]:
    makers = _makers(tables["commands"])
    tags: dict[int | None, list[str]] = {}
    for row in tables["highlight_tags"]:
        tags.setdefault(number_of(row, "highlight_id"), []).append(str(row.get("tag_id")))
    codings: dict[tuple[str, Span, CodeKey, str], ForeignCoding] = {}
    for row in tables["highlights"]:
        number, document = number_of(row, "id"), number_of(row, "document_id")
        if document is None or document not in pages:
            continue
        source = sources[document]
        span = pages[document].span(number_of(row, "start_offset"), number_of(row, "end_offset"))
        if span is None:
            reason = "their positions are not in the text"
            losses.add("highlights on no words", reason, "not taken over", source.name)
            continue
        if number not in tags:
            losses.add("highlights without a tag", "a coding has a code", "not taken over", source.name)
        coder, made_at = makers.get(number, (UNKNOWN_CODER, ""))
        for tag in tags.get(number, ()):
            if tag not in keys:
                reason = "the project has no such tag"
                losses.add("tags of highlights", reason, "not taken over", source.name)
                continue
            guid = derived_guid("taguette", source.guid, str(number), tag)
            coding = ForeignCoding(
                guid=guid, source=source.guid, span=span, code=keys[tag], coder=coder, made_at=made_at
            )
            first = codings.setdefault((coding.source, span, keys[tag], coder), coding)
            if first is not coding:
                reason = "a coder has a code once on the same words"
                losses.add("codings that are there twice", reason, "the first is kept", keys[tag])
    return list(codings.values())


def _makers(commands: Sequence[Row]) -> dict[int | None, tuple[str, str]]:
    """Return who made each highlight and when, as far as the database keeps it."""
    makers: dict[int | None, tuple[str, str]] = {}
    for row in commands:
        payload = row.get("payload")
        try:
            command = json.loads(payload) if isinstance(payload, str) else payload
        except (ValueError, RecursionError):
            continue
        if isinstance(command, dict) and command.get("type") == "highlight_add":
            number = (
                number_of(command, "highlight_id") if "highlight_id" in command else number_of(command, "id")
            )
            maker = text_of(row, "user_login") or UNKNOWN_CODER
            makers.setdefault(number, (maker, time_of(row, "date")))
    return makers
