"""What the commands open over the coding screen: each asks something, then lets the session do it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from qualcode.model import About, CodeKey, Coding
from qualcode.store.records import sources as stored_sources
from qualcode.text.plurals import counted
from qualcode.tui.screens import dialog_lists
from qualcode.tui.screens.choose_dialog import ChooseDialog, room
from qualcode.tui.screens.code_picker import CodePicker, PickerResult, about
from qualcode.tui.screens.help_text import help_text
from qualcode.tui.screens.question_dialogs import AskWords, Confirm, NewCode, Read, WriteMemo

if TYPE_CHECKING:
    from qualcode.tui.screens.coding_screen import CodingScreen
    from qualcode.workflows.coding_screen.coding_session import CodingSession

_LABEL = 60
"""How many characters of the selected words become a new code's label."""

Use = Callable[[Sequence[CodeKey]], str]
Answer = TypeVar("Answer")


class Dialogs:
    """The commands of one coding screen that ask something first."""

    def __init__(self, screen: "CodingScreen") -> None:
        self._screen = screen

    @property
    def _session(self) -> "CodingSession":
        return self._screen.session

    def do_search(self) -> None:
        """Ask what to search for."""

        def search(words: str | None) -> None:
            if words is not None:
                self._screen.attempt(lambda: f"{counted(self._session.cursor.search(words), 'place')} found")

        self._ask(AskWords("Search for words"), search)

    # Coding

    def do_pick_code(self) -> None:
        """Choose codes for the selection."""
        self._pick("Code the selection", self._session.apply)

    def do_in_vivo(self) -> None:
        """Make a code of the selected words."""
        words = " ".join(self._session.cursor.selection.of(self._session.open_source.units.text).split())
        self._new_code(words[:_LABEL], self._session.apply)

    def do_accept_as(self) -> None:
        """Choose other codes for the suggestion here."""
        if self._session.suggestion_at_cursor is None:
            self._screen.attempt(lambda: self._session.accept_as([]))
            return
        title = f"Accept {self._session.suggestion_at_cursor.code} as"
        self._pick(title, self._session.accept_as)

    def do_accept_all(self) -> None:
        """Ask before accepting all suggestions of a code."""
        one = self._session.suggestion_at_cursor
        if one is None:
            self._screen.attempt(lambda: self._session.accept_all(CodeKey("")))
            return
        count = len(self._session.pending_of(one.code))
        which = f"all {count} suggestions" if count > 1 else "the only suggestion"
        question = f"Accept {which} of {one.code} in {self._session.open_source.source.name}?"

        def accept(yes: bool | None) -> None:
            if yes:
                self._screen.attempt(lambda: self._session.accept_all(one.code))

        self._ask(Confirm(question), accept)

    def do_recode(self) -> None:
        """Choose another code for a coding."""

        def recode(coding: Coding) -> None:
            title = f"Instead of {coding.code}"
            self._pick(title, lambda keys: self._session.recode(coding, keys[0]), several=False)

        self._which("Recode which?", recode)

    def do_remove(self) -> None:
        """Remove a coding; ask which where there are several."""
        self._which(
            "Remove which?", lambda coding: self._screen.attempt(lambda: self._session.remove(coding))
        )

    def do_memo(self) -> None:
        """Write a memo on a coding here, on the turn, or on the source."""
        here = self._session.codings_at_cursor
        turn = self._session.open_source.units.turn_at(self._session.cursor.offset)
        rows = dialog_lists.on_one_place(here, self._screen.palette)
        number = f"turn {turn.number}" if turn else "what comes before the first turn"
        rows += [dialog_lists.choice(len(here) + 1, f"this {number}" if turn else number)]
        rows += [dialog_lists.choice(len(here) + 2, f"the source {self._session.open_source.source.name}")]

        def write(chosen: tuple[int, str] | None) -> None:
            if chosen is None:
                return
            index = chosen[0]
            if index < len(here):
                self._write(f"Memo on {here[index].code}", here[index].memo, here[index])
            else:
                opening = f"{number[0].upper()}{number[1:]}: " if index == len(here) else ""
                self._write("Memo on the source", opening, About.SOURCE)

        self._ask(ChooseDialog("Memo on what?", rows), write)

    def do_definition(self) -> None:
        """Show what the code at the cursor means."""
        self._with_code(self.define)

    def do_quotes(self) -> None:
        """List the quotes of the code at the cursor."""
        self._with_code(self._list_quotes)

    def do_sources(self) -> None:
        """List the sources."""
        self._session.save_place()
        names, rows = dialog_lists.sources(self._session, room(self._screen.app.size.width))
        here = self._session.open_source.source.name
        at = names.index(here) if here in names else 0

        def open_source(chosen: tuple[int, str] | None) -> None:
            if chosen is not None:
                source = stored_sources.with_name(self._session.project.database, names[chosen[0]])
                self._screen.attempt(lambda: self._session.open(source))

        self._ask(ChooseDialog("Sources", rows, at=at), open_source)

    def do_memos(self) -> None:
        """List all memos."""
        found = dialog_lists.memos(self._session, room(self._screen.app.size.width))

        def read(chosen: tuple[int, str] | None) -> None:
            if chosen is not None and found:
                self._ask(Read("Memo", dialog_lists.plain(found[chosen[0]][1])))

        self._ask(ChooseDialog("Memos", [row for row, _ in found]), read)

    def do_history(self) -> None:
        """List what was done; `u` takes the last act back."""

        def turn_back(chosen: tuple[int, str] | None) -> None:
            if chosen is not None and chosen[1] in ("u", "ctrl+r"):
                self._screen.attempt(self._session.undo if chosen[1] == "u" else self._session.redo)
                self.do_history()

        hint = "u take back your last · Ctrl-R do it again · Esc"
        screen = ChooseDialog("History", dialog_lists.acts(self._session), keys=("u", "ctrl+r"), hint=hint)
        self._ask(screen, turn_back)

    def do_help(self) -> None:
        """Show every command with its keys."""
        self._ask(Read("Keys", help_text(self._screen.keymap.commands)))

    def define(self, key: CodeKey) -> None:
        """Show what a code means."""
        codebook = self._session.current_codebook.codebook
        if key in codebook:
            self._ask(Read("Code", about(codebook.code(key))))
        else:
            self._screen.attempt(lambda: self._session.current_codebook.code(key))

    # How they ask

    def _ask(self, screen: Screen[Answer], then: Callable[[Answer | None], None] = lambda _: None) -> None:
        """Open a screen over this one, and do something with its answer."""

        def answered(answer: Answer | None) -> None:
            self._screen.guard(lambda: then(answer))

        self._screen.app.push_screen(screen, answered)

    def _pick(self, title: str, use: Use, *, several: bool = True) -> None:
        session = self._session
        suggested = [one.code for one in session.suggestions_in(session.cursor.selection)]

        def take(picked: PickerResult | None) -> None:
            if picked is not None and picked.new:
                self._new_code(picked.new, lambda new: use([*picked.keys, *new]))
            elif picked is not None and picked.keys:
                self._screen.attempt(lambda: use(picked.keys))

        first = [*suggested, *session.recent]
        picker = CodePicker(
            title, session.current_codebook.codebook, self._screen.palette, first, several=several
        )
        self._ask(picker, take)

    def _new_code(self, label: str, use: Use) -> None:
        def make(answer: tuple[str, str, CodeKey | None] | None) -> None:
            if answer is not None:
                self._screen.attempt(lambda: use([self._session.create_code(*answer)]))

        self._ask(NewCode(label, self._session.current_codebook.codebook.keys), make)

    def _which(self, title: str, use: Callable[[Coding], None]) -> None:
        """Let one of the codings here be chosen, where there are several."""
        here = self._session.codings_at_cursor
        if len(here) < 2:  # noqa: PLR2004 - nothing to choose
            self._screen.attempt(lambda: use(self._session.coding_at_cursor()))
            return

        def take(chosen: tuple[int, str] | None) -> None:
            if chosen is not None:
                use(here[chosen[0]])

        rows = dialog_lists.on_one_place(here, self._screen.palette)
        self._ask(ChooseDialog(title, rows, hint="1-9 or Enter choose · Esc leave"), take)

    def _write(self, title: str, text: str, about_what: Coding | About) -> None:
        def keep(written: str | None) -> None:
            if written is not None:
                self._screen.attempt(lambda: self._session.write_memo(about_what, written))

        self._ask(WriteMemo(title, text), keep)

    def _with_code(self, use: Callable[[CodeKey], None]) -> None:
        """Use the code of the coding or the suggestion here, or else the one marked in the codebook."""
        session = self._session
        if session.codings_at_cursor:
            use(session.codings_at_cursor[0].code)
        elif session.suggestion_at_cursor is not None:
            use(session.suggestion_at_cursor.code)
        else:
            use(self._screen.marked_code)

    def _list_quotes(self, key: CodeKey) -> None:
        found = dialog_lists.quotes(self._session, key)

        def go(chosen: tuple[int, str] | None) -> None:
            if chosen is not None and found:
                quote = found[chosen[0]]
                self._screen.attempt(lambda: self._session.jump(quote.source, quote.start))

        title = f"{counted(len(found), 'quote')} of {key}"
        self._ask(ChooseDialog(title, [quote.row for quote in found]), go)
