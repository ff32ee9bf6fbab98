"""The text of Rich Text as it is seen on the page: paragraphs, table rows, text boxes.

A group `{…}` has a state of its own: what its words are, and how its characters are set. Words of a footnote,
a comment or a header, deleted and hidden ones are left out by kind; groups without words (fonts, pictures)
are skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from striprtf.striprtf import destinations

from qualcode.model import LeftOutKind
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.office.rtf_tokens import SYMBOLS, RtfToken, tokens
from qualcode.readers.text_layout import TextBuilder, leading_bold

_LEFT_OUT = {
    "footnote": LeftOutKind.FOOTNOTES,
    "annotation": LeftOutKind.COMMENTS,
    "shprslt": LeftOutKind.ALTERNATIVES,
    "upr": LeftOutKind.ALTERNATIVES,
    "listtext": LeftOutKind.LIST_NUMBERS,
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        LeftOutKind.HEADERS,
    ),
}
_TEXT_BOXES = frozenset(("shptxt", "dptxbxtext"))
# fmt: off
_EQUATIONS = frozenset([
    "mmath", "moMath", "moMathPara", "mr", "me", "mf", "mnum", "mden", "msSup", "msSub", "msSubSup", "msPre",
    "msup", "msub", "mrad", "mdeg", "md", "mm", "mfunc", "mfName", "mnary", "mlim", "mlimlow", "mlimupp",
    "mbar", "macc", "meqArr", "mbox", "mborderBox", "mgroupChr", "mphant",
])
# fmt: on
_VISIBLE = _EQUATIONS | {"shp", "shpgrp", "shpinst", "do", "object", "result", "field", "fldrslt", "g"}
_SKIPPED = frozenset(destinations) - _VISIBLE - _TEXT_BOXES - _LEFT_OUT.keys() | {"nonesttables", "fldinst"}
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _GroupState:
    """What applies to the characters of a group from here on."""

    skipped: bool = False
    left_out: LeftOutKind | None = None
    text_box: int = 0
    """The number of text boxes around."""
    note: LeftOutKind | None = None
    """The kind of the footnote or endnote around."""
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    encoding: str = ""
    skip_count: int = 1
    """The number of characters after a Unicode character that stand for it in old programs."""

    @property
    def kind(self) -> LeftOutKind | None:
        """Why the characters are left out; None if they are kept."""
        if self.left_out:
            return self.left_out
        if self.deleted:
            return LeftOutKind.DELETED
        return LeftOutKind.HIDDEN if self.hidden else None


class RichText:
    """Builds the layout of a file from its tokens."""

    def __init__(self, text: str, encoding: str, fonts: Mapping[int, str], layout: TextBuilder) -> None:
        self._layout = layout
        self._encoding, self._fonts = encoding, fonts
        self._state = _GroupState(encoding=encoding)
        self._outer_states: list[_GroupState] = []
        self._starred = False
        self._to_skip = 0
        self._data = b""
        self._runs: list[tuple[str, bool]] = []
        self._outer_runs: list[list[tuple[str, bool]]] = []
        self._level: int | None = None
        self._cell_lines: list[str] = []
        self._cells: list[str] = []
        self._box_lines: list[str] = []
        self._pending: tuple[LeftOutKind, list[str]] = (LeftOutKind.HIDDEN, [])
        for token in tokens(text):
            if token.data:
                self._add_data(token.data)
                continue
            self._flush_data()
            self._control(token)
            if token.word == "}group" and not self._outer_states:
                break
        self._flush_data()
        self._end_row()
        self._end_paragraph()

    def _control(self, token: RtfToken) -> None:
        word = token.word
        if word == "{group":
            self._outer_states.append(self._state)
        elif word == "}group":
            self._leave_group()
        elif word == "*":
            self._starred = True
            return
        elif self._state.skipped:
            pass
        elif word == "u" and token.number is not None:
            self._add_text(chr(token.number % 0x10000))
            self._to_skip = self._state.skip_count
            return
        elif word in SYMBOLS:
            self._add_text(SYMBOLS[word])
        elif not self._begin_destination(word) and not self._set_format(word, token.number):
            self._end_unit(word)
        self._to_skip = 0
        self._starred = False

    def _begin_destination(self, word: str) -> bool:
        """Enter what the group holds besides text; whether the word names such a thing."""
        if word == "footnote" and not self._state.kind and not self._state.note:
            self._leave_out_pending()
            self._state = replace(self._state, note=LeftOutKind.FOOTNOTES, in_table=False)
            self._outer_runs.append(self._runs)
            self._runs = []
        elif word == "ftnalt" and self._state.note:
            self._state = replace(self._state, note=LeftOutKind.ENDNOTES)
        elif word in _LEFT_OUT and not self._state.left_out:
            self._leave_out_pending()
            self._state = replace(self._state, left_out=_LEFT_OUT[word], deleted=False, hidden=False)
        elif word == "ftnalt" and self._state.left_out is LeftOutKind.FOOTNOTES:
            self._state = replace(self._state, left_out=LeftOutKind.ENDNOTES)
        elif word == "ud" and self._state.left_out is LeftOutKind.ALTERNATIVES:
            self._leave_out_pending()
            self._state = replace(self._state, left_out=None)
        elif word in _TEXT_BOXES and not self._state.left_out:
            self._state = replace(self._state, text_box=self._state.text_box + 1, in_table=False)
            self._outer_runs.append(self._runs)
            self._runs = []
        elif word in _VISIBLE or word in _LEFT_OUT or word in _TEXT_BOXES:
            if word == "object":
                self._layout.leave_out(LeftOutKind.EMBEDDED, "")
        elif word in _SKIPPED or self._starred:
            self._state = replace(self._state, skipped=True)
        else:
            return False
        return True

    def _set_format(self, word: str, number: int | None) -> bool:
        is_on = number != 0
        state = self._state
        if word == "plain":
            state = replace(state, bold=False, hidden=False, deleted=False, encoding=self._encoding)
        elif word == "pard":
            state = replace(state, in_table=False)
            self._level = self._level if state.note or state.left_out else None
        elif word == "b":
            state = replace(state, bold=is_on)
        elif word == "v":
            state = replace(state, hidden=is_on)
        elif word == "deleted":
            state = replace(state, deleted=is_on)
        elif word == "intbl":
            state = replace(state, in_table=True)
        elif word == "f":
            state = replace(state, encoding=self._fonts.get(number or 0, self._encoding))
        elif word == "uc":
            state = replace(state, skip_count=max(number or 0, 0))
        elif word == "outlinelevel" and number is not None and number in range(9) and not state.note:
            self._level = number + 1
        else:
            return False
        self._state = state
        return True

    def _end_unit(self, word: str) -> None:
        """End a paragraph, a table cell or a row; in what is left out, only a word."""
        if word not in _PARAGRAPH_ENDS and word not in ("cell", "row", "nestcell", "nestrow"):
            return
        if self._state.kind or (self._state.note and not self._state.text_box):
            self._add_text(" ")
        elif word in _PARAGRAPH_ENDS or word == "nestrow":
            self._end_paragraph()
        elif word == "nestcell":
            self._add_text("\t")
        elif word == "cell":
            self._cell_lines.append(self._take_text())
            self._cells.append("\n".join([*self._cell_lines, *self._take_box_lines()]).strip())
            self._cell_lines = []
        else:
            self._end_row()

    def _leave_group(self) -> None:
        inner = self._state
        self._state = self._outer_states.pop() if self._outer_states else replace(inner, skipped=True)
        if inner.left_out is not self._state.left_out:
            self._leave_out_pending()
        if inner.note and not self._state.note:
            self._leave_out_pending()
            note = self._take_text()
            self._runs = self._outer_runs.pop()
            if words := self._layout.note(inner.note, note):
                self._add_text(words)
        elif inner.text_box > self._state.text_box:
            self._box_lines.append(self._take_text())
            self._runs = self._outer_runs.pop()

    def _add_data(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._starred = False
        if not self._state.skipped:
            self._data += data[skipped:]

    def _flush_data(self) -> None:
        if self._data:
            text = self._data.decode(self._state.encoding, errors="replace")
            self._data = b""
            self._add_text(text)

    def _add_text(self, text: str) -> None:
        kind = self._state.kind
        if kind:
            if self._pending[0] is not kind:
                self._leave_out_pending()
                self._pending = (kind, [])
            self._pending[1].append(text)
            return
        self._leave_out_pending()
        bold = self._state.bold
        if self._runs and self._runs[-1][1] == bold:
            text = self._runs.pop()[0] + text
        self._runs.append((text, bold))

    def _leave_out_pending(self) -> None:
        kind, strings = self._pending
        if text := join_surrogates("".join(strings)).strip():
            self._layout.leave_out(kind, text)
        strings.clear()

    def _take_text(self) -> str:
        text = "".join(text for text, _ in self._runs)
        self._runs = []
        return join_surrogates(text)

    def _take_box_lines(self) -> list[str]:
        lines, self._box_lines = self._box_lines, []
        return lines

    def _end_paragraph(self) -> None:
        if self._state.text_box:
            self._box_lines.append(self._take_text())
        elif self._state.in_table or self._cells:
            self._cell_lines += (self._take_text().rstrip("\t"), *self._take_box_lines())
        else:
            self._leave_out_pending()
            runs = [(join_surrogates(text), bold) for text, bold in self._runs]
            self._runs = []
            self._layout.add("".join(text for text, _ in runs), level=self._level, bold=leading_bold(runs))
            for line in self._take_box_lines():
                self._layout.add(line)

    def _end_row(self) -> None:
        if self._cells or self._cell_lines:
            cells = [*self._cells, *(["\n".join(self._cell_lines)] if self._cell_lines else [])]
            self._layout.add("\t".join(cells))
        self._cells, self._cell_lines = [], []
