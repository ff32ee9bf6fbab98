"""The commands that search, list or show something: the rows of each list, and what choosing one does."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text

from qualcode.model import CodeKey
from qualcode.store import history
from qualcode.store.records import codings
from qualcode.store.records import sources as stored_sources
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.text.plurals import counted
from qualcode.text.visible import visible, visible_lines
from qualcode.tui.screens.choose_dialog import ChooseDialog, row_width
from qualcode.tui.screens.code_description import code_description
from qualcode.tui.screens.dialog_flow import DialogFlow
from qualcode.tui.screens.help_text import help_text
from qualcode.tui.screens.question_dialogs import AskWords, ReadText
from qualcode.tui.terminal_cells import column
from qualcode.workflows.coding import list_codings
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.open_source import SourceLine, source_lines

_MOST_ACTS = 500
"""How many acts the history shows."""
_NARROW = 96
"""In fewer cells, rows leave out the columns that matter least."""


class ListDialogs(DialogFlow):
    """Show a list or a text; a chosen row moves the cursor or opens a source."""

    def do_search(self) -> None:
        """Ask what to search for."""

        def search(words: str | None) -> None:
            if words is not None:
                self.screen.attempt(
                    lambda: f"{counted(self.session.cursor.search(words), 'match', 'matches')}"
                )

        self.ask(AskWords("Search for words"), search)

    def do_definition(self) -> None:
        """Show the definition of the code at the cursor."""
        self._with_code(self.show_definition)

    def do_quotes(self) -> None:
        """List the quotes of the code at the cursor."""
        self._with_code(self._list_quotes)

    def do_sources(self) -> None:
        """List the sources."""
        self.session.save_place()
        lines = source_lines(self.session.project, self.session.coder)
        names = [line.name for line in lines]
        rows = [Text(_source_row(line, self._row_width), no_wrap=True) for line in lines]
        current = self.session.open_source.source.name

        def open_source(choice: tuple[int, str] | None) -> None:
            if choice is not None:
                source = stored_sources.with_name(self.session.project.database, names[choice[0]])
                self.screen.attempt(lambda: self.session.open(source))

        selected = names.index(current) if current in names else 0
        self.ask(ChooseDialog("Sources", rows, selected=selected), open_source)

    def do_memos(self) -> None:
        """List all memos."""
        memos = _memo_rows(self.session, self._row_width)

        def read(choice: tuple[int, str] | None) -> None:
            if choice is not None and memos:
                self.ask(ReadText("Memo", Text(visible_lines(memos[choice[0]].text).replace("\t", " "))))

        self.ask(ChooseDialog("Memos", [memo.row for memo in memos]), read)

    def do_history(self) -> None:
        """List the acts of all coders; `u` undoes the coder's last act."""

        def undo_or_redo(choice: tuple[int, str] | None) -> None:
            if choice is not None and choice[1] in ("u", "ctrl+r"):
                self.screen.attempt(self.screen.flow.undo if choice[1] == "u" else self.screen.flow.redo)
                self.do_history()

        hint = "u undo your last act · Ctrl-R redo · Esc"
        dialog = ChooseDialog("History", _act_rows(self.session), keys=("u", "ctrl+r"), hint=hint)
        self.ask(dialog, undo_or_redo)

    def do_help(self) -> None:
        """Show every command with its keys."""
        self.ask(ReadText("Keys", help_text(self.screen.keymap.commands)))

    def show_definition(self, key: CodeKey) -> None:
        """Show what the codebook says of a code."""
        codebook = self.session.current_codebook.codebook
        if key in codebook:
            self.ask(ReadText("Code", code_description(codebook.code(key))))
        else:
            self.screen.attempt(lambda: self.session.current_codebook.code(key))

    @property
    def _row_width(self) -> int:
        return row_width(self.screen.app.size.width)

    def _with_code(self, use: Callable[[CodeKey], None]) -> None:
        """Call `use` with the code of the coding or suggestion at the cursor, else of the codebook pane."""
        session = self.session
        if session.codings_at_cursor:
            use(session.codings_at_cursor[0].code)
        elif session.suggestion_at_cursor is not None:
            use(session.suggestion_at_cursor.code)
        else:
            use(self.screen.selected_code)

    def _list_quotes(self, key: CodeKey) -> None:
        quotes = _quote_rows(self.session, key)

        def jump(choice: tuple[int, str] | None) -> None:
            if choice is not None and quotes:
                quote = quotes[choice[0]]
                self.screen.attempt(lambda: self.session.jump(quote.source, quote.start))

        title = f"{counted(len(quotes), 'quote')} of {key}"
        self.ask(ChooseDialog(title, [quote.row for quote in quotes]), jump)


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in a list: the name of its source, the offset of its start, and its row."""

    source: str
    start: int
    row: Text


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo in a list: its row, and its whole text."""

    row: Text
    text: str


def _quote_rows(session: CodingSession, key: CodeKey) -> list[QuoteRow]:
    """Return the coder's quotes of a code in all sources."""
    coding_filter = CodingFilter(codes=(key,), coder=session.coder)
    listing = codings.listing(session.project.database, coding_filter)
    quotes = []
    for cells in listing.rows:
        coding = dict(zip(listing.columns, cells, strict=True))
        row = Text(f"{column(str(coding['source']), 18)} ", style="dim", no_wrap=True, overflow="ellipsis")
        row.append(" ".join(visible(str(coding["quote"])).split()), style="not dim")
        quotes.append(QuoteRow(str(coding["source"]), int(coding["start"] or 0), row))
    return quotes


def _memo_rows(session: CodingSession, width: int) -> list[MemoRow]:
    memos = []
    for cells in list_codings.memos(session.project).rows:
        _, about, subject, memo, coder, made_at, _ = (str(cell) for cell in cells)
        row = Text(no_wrap=True, overflow="ellipsis")
        if width < _NARROW:
            row.append(f"{column(f'{about} {subject}', width // 2)} ", style="dim")
        else:
            row.append(f"{made_at[:10]} {column(coder, 8)} {column(f'{about} {subject}', 28)} ", style="dim")
        row.append(" ".join(visible(memo).split()))
        memos.append(MemoRow(row, memo))
    return memos


def _act_rows(session: CodingSession) -> list[Text]:
    """Return the last acts of all coders, newest first; undone ones are struck through."""
    rows = []
    for act in history.acts(session.project.database, limit=_MOST_ACTS):
        row = Text(no_wrap=True, overflow="ellipsis", style="strike dim" if act.undone_by else "")
        row.append(f"{act.made_at[:16].replace('T', ' ')} {column(act.coder, 8)} ", style="dim")
        row.append(visible(f"{act.verb}: {act.summary}"))
        rows.append(row)
    return rows


def _source_row(line: SourceLine, width: int) -> str:
    share_read = line.read / line.turns if line.turns else 0.0
    mark = "✓" if line.finished else " "
    if width < _NARROW:
        figures = f" {share_read:>4.0%} read {line.codings:>4} coded {line.pending:>4} pending"
        return column(line.name, width - len(figures) - 2) + f" {mark}{figures}"
    bar = "█" * round(share_read * 10) + "░" * (10 - round(share_read * 10))
    return (
        f"{column(line.name, 30)} {mark} {line.words:>7} words  {bar} {share_read:>4.0%} read"
        f" {line.codings:>5} codings {line.pending:>4} pending"
    )
