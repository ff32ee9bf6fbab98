"""The commands that search, list or show something: the rows of each list, and what choosing one does."""

from collections.abc import Callable
from functools import partial

from rich.text import Text

from qualcode.errors import UsageError
from qualcode.model import CodeKey
from qualcode.store.records import sources as stored_sources
from qualcode.text.plurals import counted
from qualcode.text.visible import visible_lines
from qualcode.tui.clipboard import copy_to_clipboard
from qualcode.tui.dialogs.choose_dialog import drawn_rows, row_width
from qualcode.tui.dialogs.code_description import code_description
from qualcode.tui.dialogs.filter_dialog import FilterDialog
from qualcode.tui.dialogs.memo_box import MemoBox
from qualcode.tui.dialogs.question_dialogs import AskWords, ReadText
from qualcode.tui.screens.dialog_flow import DialogFlow
from qualcode.tui.screens.help_text import help_text
from qualcode.tui.screens.list_rows import (
    MemoRow,
    act_rows,
    listed_quotes,
    memo_rows,
    quote_in_context,
    quote_row,
    source_row,
    source_title,
)
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding_screen.citation import cited
from qualcode.workflows.coding_screen.source_lines import source_lines

_UNDO_KEYS = ("ctrl+z", "ctrl+r")


class ListDialogs(DialogFlow):
    """Show a list or a text; a chosen row moves the cursor or opens a source."""

    def do_search(self) -> None:
        """Ask what to search for."""

        def search(words: str | None) -> None:
            if words is not None:
                self.screen.attempt(lambda: self._search(words))

        self.ask(AskWords("Search for words"), search)

    def do_go_to_turn(self) -> None:
        """Ask for the number of a turn, and go there."""

        def go(number: str | None) -> None:
            if number is not None and number.strip():
                self.screen.attempt(lambda: self.session.cursor.go_to_turn(number.strip()))

        self.ask(AskWords(f"Go to turn (1 to {len(self.session.open_source.units.turns)})"), go)

    def do_copy(self) -> None:
        """Copy the selection with its source, speaker and turn."""
        open_source, span = self.session.open_source, self.session.cursor.selection
        text = cited(open_source.source, open_source.units.turn_at(span.start), span)
        copy_to_clipboard(self.screen.app, text)
        self.screen.attempt(lambda: f"Copied {quoted(text)}")

    def do_definition(self) -> None:
        """Show the definition of the code at the cursor."""
        self._with_code(self.show_definition)

    def do_quotes(self) -> None:
        """List the quotes of the code at the cursor."""
        self._with_code(self._list_quotes)

    def do_sources(self) -> None:
        """List the sources."""
        self.session.save_place()
        lines = source_lines(self.session.open_source)
        names = tuple(line.name for line in lines)
        rows = drawn_rows(lines, partial(source_row, names=names, width=self._row_width))
        current = self.session.open_source.source.name

        def open_source(choice: tuple[int, str] | None) -> None:
            if choice is not None:
                source = stored_sources.with_name(self.session.project.database, names[choice[0]])
                self.screen.attempt(lambda: self.session.open(source))

        selected = names.index(current) if current in names else 0
        self.ask(FilterDialog(source_title(lines), rows, selected=selected), open_source)

    def do_memos(self) -> None:
        """List all memos; one can be read and edited."""
        memos = memo_rows(self.session, self._row_width)

        def read_or_edit(choice: tuple[int, str] | None) -> None:
            if choice is None or not memos:
                return
            memo = memos[choice[0]]
            if choice[1] == "ctrl+e":
                self._edit_memo(memo)
            else:
                self.ask(ReadText("Memo", Text(visible_lines(memo.text).replace("\t", " "))))

        hint = "type to filter · Enter read · Ctrl-E edit · Esc"
        rows = [memo.row for memo in memos]
        self.ask(FilterDialog("Memos", rows, keys=("ctrl+e",), hint=hint), read_or_edit)

    def do_history(self) -> None:
        """List the acts of all coders; Ctrl-Z undoes the coder's last act."""

        def undo_or_redo(choice: tuple[int, str] | None) -> None:
            if choice is not None and choice[1] in _UNDO_KEYS:
                flow = self.screen.flow
                self.screen.attempt(flow.undo if choice[1] == "ctrl+z" else flow.redo)
                self.do_history()

        hint = "type to filter · Ctrl-Z undo · Ctrl-R redo · Esc"
        rows = act_rows(self.session, self._row_width)
        dialog = FilterDialog("History", rows, keys=_UNDO_KEYS, hint=hint)
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
        elif self.screen.selected_code:
            use(self.screen.selected_code)
        else:
            raise UsageError("The codebook has no codes yet.", "`c` makes one and applies it.")

    def _search(self, words: str) -> str:
        self.session.cursor.search(words)
        return self.session.cursor.hit_text

    def _edit_memo(self, memo: "MemoRow") -> None:
        """Ask for the new text of a memo; UsageError, before anything is written, for another coder's."""
        if memo.coder != self.session.coder:
            raise UsageError(f"This memo is {memo.coder}'s.", "`m` writes one of your own.")

        def store(written: str | None) -> None:
            if written is not None:
                self.screen.attempt(lambda: self.session.edit_memo(memo.about, memo.id, written))

        self.ask(MemoBox("Memo", memo.text), store)

    def _list_quotes(self, key: CodeKey) -> None:
        """Show the page of a code: its definition, and all of the coder's quotes."""
        quotes = listed_quotes(self.session, key)
        sources = tuple(dict.fromkeys(quote.source for quote in quotes))

        def jump_or_show(choice: tuple[int, str] | None) -> None:
            if choice is None or not quotes:
                return
            quote = quotes[choice[0]]
            if choice[1] == "right":
                self.ask(ReadText(f"{key} in {quote.source}", quote_in_context(self.session, quote)))
            else:
                self.screen.attempt(lambda: self.session.jump(quote.source, quote.start))

        codebook = self.session.current_codebook.codebook
        dialog = FilterDialog(
            f"{counted(len(quotes), 'quote')} of {key}",
            drawn_rows(quotes, partial(quote_row, sources=sources)),
            keys=("right",),
            hint="type to filter · Enter go · → context · Esc",
            heading=code_description(codebook.code(key)) if key in codebook else None,
        )
        self.ask(dialog, jump_or_show)
