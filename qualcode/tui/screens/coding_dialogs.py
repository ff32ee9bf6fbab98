"""The commands that code, decide or write a memo after a dialog."""

from collections.abc import Callable, Sequence

from rich.text import Text

from qualcode.model import About, CodeKey, Coding, Span
from qualcode.text.visible import visible
from qualcode.tui.dialogs.choose_dialog import ChooseDialog
from qualcode.tui.dialogs.code_picker import CodePicker, PickerResult
from qualcode.tui.dialogs.memo_box import MemoBox
from qualcode.tui.dialogs.new_code_form import CodeFields, NewCodeForm
from qualcode.tui.dialogs.question_dialogs import Confirm
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.screens.dialog_flow import DialogFlow
from qualcode.workflows.coding.act_summaries import quoted

_LONGEST_LABEL = 60
"""How many characters of the selected words become a new code's label."""

UseCodes = Callable[[Sequence[CodeKey]], str]


class CodingDialogs(DialogFlow):
    """Ask for codes, a coding or a text, then let the session store it."""

    def do_pick_code(self) -> None:
        """Choose codes for the selection."""
        self._pick_codes("Code the selection", self.session.apply)

    def do_in_vivo(self) -> None:
        """Make a code of the selected words."""
        form = NewCodeForm(self._selected_words, self.session.current_codebook.codebook)
        self.ask(form, lambda fields: self._use_with_new((), fields, self.session.apply))

    def do_accept_as(self) -> None:
        """Choose other codes for the suggestion at the cursor."""
        suggestion = self.session.suggestion_at_cursor
        if suggestion is None:
            self.screen.attempt(lambda: self.screen.flow.accept_as([]))
        else:
            self._pick_codes(f"Accept {suggestion.code} as", self.screen.flow.accept_as)

    def do_accept_all(self) -> None:
        """Ask before accepting all suggestions of a code."""
        code = self.session.required_suggestion().code
        count = len(self.session.pending_of(code))
        suggestions = f"all {count} suggestions" if count > 1 else "the only suggestion"

        def accept(answer: str | None) -> None:
            if answer == "y":
                self.screen.attempt(lambda: self.session.accept_all(code))

        question = f"Accept {suggestions} of {code} in {self.session.open_source.source.name}?"
        self.ask(Confirm(question), accept)

    def do_recode(self) -> None:
        """Choose another code for a coding."""

        def recode(coding: Coding) -> None:
            title = f"Instead of {coding.code}"
            self._pick_codes(title, lambda keys: self.session.recode(coding, keys[0]), several=False)

        self._choose_coding("Recode which?", recode)

    def do_remove(self) -> None:
        """Remove a coding; ask which where there are several."""
        self._choose_coding(
            "Remove which?", lambda coding: self.screen.attempt(lambda: self.session.remove(coding))
        )

    def do_memo(self) -> None:
        """Write a memo on a coding at the cursor, on the turn, on the source, or on the selected words."""
        codings = self.session.codings_at_cursor
        turn = self.session.open_source.units.turn_at(self.session.cursor.offset)
        turn_name = f"turn {turn.number}" if turn else "text before the first turn"
        rows = coding_rows(codings, self.screen.palette)
        rows += [_numbered(len(codings) + 1, f"this {turn_name}" if turn else turn_name)]
        rows += [_numbered(len(codings) + 2, f"the source {self.session.open_source.source.name}")]
        words, on_words = self.session.cursor.selection, len(codings) + 2
        rows += [
            _numbered(on_words + 1, f"these words: {quoted(words.of(self.session.open_source.source.text))}")
        ]

        def write(choice: tuple[int, str] | None) -> None:
            if choice is None:
                return
            index = choice[0]
            if index < len(codings):
                self._write_memo(f"Memo on {codings[index].code}", codings[index].memo, codings[index])
            elif index == on_words:
                self._write_memo("Memo on the words", "", words)
            else:
                opening = f"{turn_name[0].upper()}{turn_name[1:]}: " if index == len(codings) else ""
                self._write_memo("Memo on the source", opening, About.SOURCE)

        self.ask(ChooseDialog("Memo on what?", rows, docked=True), write)

    def _pick_codes(self, title: str, use: UseCodes, *, several: bool = True) -> None:
        """Call `use` with the codes that are chosen, a new one included."""
        session = self.session
        suggested = [suggestion.code for suggestion in session.suggestions_in(session.cursor.selection)]

        def take(result: PickerResult | None) -> None:
            if result is not None:
                self._use_with_new(result.keys, result.new, use)

        picker = CodePicker(
            title,
            session.current_codebook.codebook,
            self.screen.palette,
            [*suggested, *session.recent],
            several=several,
            in_vivo=self._selected_words,
        )
        self.ask(picker, take)

    def _use_with_new(self, keys: Sequence[CodeKey], new: CodeFields | None, use: UseCodes) -> None:
        """Add a new code to the codebook, if there is one, and call `use` with it and the other codes."""
        session = self.session
        if new is not None:
            self.screen.attempt(
                lambda: use([*keys, session.create_code(new.label, new.definition, new.parent)])
            )
        elif keys:
            self.screen.attempt(lambda: use(keys))

    @property
    def _selected_words(self) -> str:
        """The selected words as the label of a new code."""
        quote = self.session.cursor.selection.of(self.session.open_source.units.text)
        return " ".join(quote.split())[:_LONGEST_LABEL]

    def _choose_coding(self, title: str, use: Callable[[Coding], None]) -> None:
        """Call `use` with a coding at the cursor; ask which where there are several."""
        codings = self.session.codings_at_cursor
        if len(codings) < 2:  # noqa: PLR2004 - nothing to choose
            self.screen.attempt(lambda: use(self.session.coding_at_cursor()))
            return

        def take(choice: tuple[int, str] | None) -> None:
            if choice is not None:
                use(codings[choice[0]])

        rows = coding_rows(codings, self.screen.palette)
        self.ask(ChooseDialog(title, rows, hint="1-9 or Enter choose · Esc leave", docked=True), take)

    def _write_memo(self, title: str, text: str, about: Coding | About | Span) -> None:
        def store(written: str | None) -> None:
            if written is not None:
                self.screen.attempt(lambda: self.session.write_memo(about, written))

        self.ask(MemoBox(title, text), store)


def coding_rows(codings: Sequence[Coding], palette: Palette) -> list[Text]:
    """Return codings as numbered rows to choose from: code and quote."""
    rows = []
    for number, coding in enumerate(codings, start=1):
        row = Text(f"{number} ", no_wrap=True, overflow="ellipsis")
        row.append(f"{visible(coding.code)}  ", style=palette.edge(coding.code))
        row.append(" ".join(visible(coding.quote).split()))
        rows.append(row)
    return rows


def _numbered(number: int, words: str) -> Text:
    return Text(f"{number} {visible(words)}", no_wrap=True, overflow="ellipsis")
