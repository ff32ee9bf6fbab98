"""Coding session: one method for each user action, with undo and redo.

Every action is one act in the history. After it, what is in memory is updated from the changes that the act
recorded, in the same way for an action, its undo and its redo. A method returns a short message after the
act is stored; it raises a QualcodeError, and changes nothing, where the action is impossible.
"""

import time
from collections.abc import Callable, Sequence

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import About, Change, CodeKey, CoderName, Coding, Span, Suggestion, Verdict
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.transcripts import finished_sources, reading_places, turn_versions
from qualcode.text.plurals import counted
from qualcode.workflows.coding import apply_codes, edit_codings, star_codings, write_memos
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding_screen.automation_bias import AutomationBiasWarning
from qualcode.workflows.coding_screen.navigation import Navigation
from qualcode.workflows.coding_screen.recent_codes import MAX_DIGITS, NO_CODE, RecentCodes
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources import finish_sources
from qualcode.workflows.suggestions import decide_suggestions

_WARNING = (
    "You accepted nearly all of the last twenty suggestions in under a second each. "
    "Check that each of them really is what the text says."
)


class CodingSession(Navigation):
    """Navigation with the actions that change codings, decisions, memos and the codebook."""

    def __init__(
        self,
        project: Project,
        coder: CoderName,
        *,
        source: str | None = None,
        blind: bool = False,
        defer_loading: bool = False,
        warn: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(project, coder, source=source, blind=blind, defer_loading=defer_loading)
        stored_codes = reading_places.recent_codes(project.database, coder, MAX_DIGITS)
        self._recent_codes = RecentCodes(stored_codes, self.current_codebook.codebook)
        self._bias_warning = AutomationBiasWarning(clock=clock, active=warn)
        self.warning = ""
        """A warning to show once; the screen empties it."""
        self.last_message = ""

    @property
    def session(self) -> "CodingSession":
        """This session: it goes from suggestion to suggestion in the order of the text."""
        return self

    @property
    def recent(self) -> list[CodeKey]:
        """The recent codes by digit, from 1; empty where a code has been retired since."""
        return self._recent_codes.by_digit

    @property
    def progress(self) -> str:
        """Number of undecided suggestions, for the status line."""
        if self.blind:
            return "blind"
        return "" if self.open_source.partly_loaded else f"{len(self.open_source.pending)} pending"

    # Coding

    def apply(self, keys: Sequence[CodeKey]) -> str:
        """Apply codes to the selection, without those that it already has."""
        span, source = self.cursor.selection, self.open_source.source
        overlapping = self.open_source.own_codings.overlapping(span)
        existing_codes = {coding.code for coding in overlapping if coding.span == span}
        new_codes = [self.current_codebook.code(key) for key in keys if key not in existing_codes]
        if not new_codes:
            raise ConflictError(f"The selection already has {', '.join(keys)}.", "Nothing was changed.")
        for key in new_codes:
            self.current_codebook.codable(key)
        new_codings = apply_codes.code_span(
            self.project, self.coder, self.current_codebook, new_codes, source, span
        )
        self.cursor.anchor = None
        self._note_use(new_codings)
        return self._finish(f"{', '.join(new_codes)} on {quoted(span.of(source.text))}")

    def repeat(self) -> str:
        """Apply the code used last to the selection."""
        if not self._recent_codes.last:
            raise UsageError("No code has been applied yet.", "`c` lists the codes.")
        return self.apply(self._recent_codes.last)

    def apply_recent(self, digit: int) -> str:
        """Apply the recent code with this digit, from 1, to the selection."""
        if digit > len(self.recent) or self.recent[digit - 1] == NO_CODE:
            raise UsageError(f"No recent code has the digit {digit} yet.", "`c` lists the codes.")
        return self.apply([self.recent[digit - 1]])

    def remove(self, coding: Coding) -> str:
        """Remove a coding."""
        apply_codes.remove(self.project, self.coder, [coding.id])
        return self._finish(f"Removed {coding.code}")

    def recode(self, coding: Coding, key: CodeKey) -> str:
        """Give a coding another code."""
        source = self.open_source.source
        recoded = edit_codings.recode(self.project, self.coder, self.current_codebook, source, coding, key)
        self._note_use([recoded])
        return self._finish(f"Recoded {quoted(coding.quote)} from {coding.code} to {key}")

    def move_end(self, direction: int, *, is_end: bool = True) -> str:
        """Move the end (or the start) of the coding at the cursor by a word, forward (1) or back (-1)."""
        coding, source = self.coding_at_cursor(), self.open_source.source
        old_offset = coding.span.end if is_end else coding.span.start
        new_offset = self.cursor.word_moved(old_offset, direction, is_end=is_end)
        start, end = (coding.span.start, new_offset) if is_end else (new_offset, coding.span.end)
        if start >= end or new_offset == old_offset:
            raise UsageError("The coding cannot be moved any further in this direction.")
        moved = edit_codings.move_ends(
            self.project, self.coder, self.current_codebook, source, coding, Span(start, end)
        )
        self.focused_id = moved.id
        if not start <= self.cursor.offset < end:
            self.cursor.move_to(end - 1 if is_end else start)
        return self._finish(f"{moved.code} on {quoted(moved.quote)}")

    # Deciding

    def decide(self, verdict: Verdict) -> str:
        """Decide on the suggestion at the cursor."""
        suggestion, source = self.required_suggestion(), self.open_source.source
        accepted = verdict is Verdict.ACCEPTED
        if accepted:
            self._accept([suggestion])
        else:
            decide_suggestions.decline(self.project, self.coder, [suggestion], verdict, open_source=source)
        self._warn_if_due(accepted=accepted)
        return self._finish(f"{verdict.value.capitalize()} {suggestion.code}")

    def accept_as(self, keys: Sequence[CodeKey]) -> str:
        """Accept the suggestion at the cursor with other codes, on the free selection if there is one."""
        suggestion = self.required_suggestion()
        span = suggestion.span if self.cursor.anchor is None else self.cursor.selection
        source = self.open_source.source
        new_codings = edit_codings.accept_as(
            self.project, self.coder, self.current_codebook, suggestion, source, span, keys
        )
        self.cursor.anchor = None
        self._note_use(new_codings)
        self._warn_if_due(accepted=True)
        return self._finish(f"Accepted {suggestion.code} as {', '.join(keys)}")

    def pending_of(self, key: CodeKey) -> list[Suggestion]:
        """Return the visible undecided suggestions of a code in this source."""
        whole_text = Span(0, len(self.open_source.units.text))
        return [each for each in self.suggestions_in(whole_text) if each.code == key]

    def accept_all(self, key: CodeKey) -> str:
        """Accept all visible undecided suggestions of a code in this source."""
        pending = self.pending_of(key)
        if not pending:
            raise NotFoundError(
                f"This source has no undecided suggestion of {key}.", "`}` goes to the next one."
            )
        self._accept(pending)
        return self._finish(f"Accepted {counted(len(pending), 'suggestion')} of {key}")

    def _accept(self, accepted: Sequence[Suggestion]) -> None:
        new_codings = decide_suggestions.accept(
            self.project,
            self.coder,
            accepted,
            current=self.current_codebook,
            open_source=self.open_source.source,
        )
        self._note_use(new_codings)

    def required_suggestion(self) -> Suggestion:
        """Return the suggestion at the cursor; NotFoundError where there is none."""
        if self.suggestion_at_cursor is None:
            raise NotFoundError(
                "There is no undecided suggestion at the cursor.", "`}` goes to the next one."
            )
        return self.suggestion_at_cursor

    # Memos, stars, codes, undo and redo

    def write_memo(self, about: Coding | About | Span, text: str) -> str:
        """Replace the memo of a coding, or add a memo on this source or on words of it."""
        if isinstance(about, Coding):
            write_memos.write_on_coding(self.project, self.coder, about.id, text)
            return self._finish(f"Memo on {about.code}")
        source_name = self.open_source.source.name
        if isinstance(about, Span):
            choice = apply_codes.SpanChoice(span=about)
            write_memos.write(self.project, self.coder, About.SOURCE, source_name, text, choice)
            return self._finish(f"Memo on words of {source_name}")
        write_memos.write(self.project, self.coder, about, source_name, text)
        return self._finish(f"Memo on {source_name}")

    def edit_memo(self, about: str, identity: str, text: str) -> str:
        """Replace the text of a memo, given by its id, or by that of the coding that it is on."""
        if about == "coding":
            write_memos.write_on_coding(self.project, self.coder, identity, text)
        else:
            write_memos.rewrite(self.project, self.coder, identity, text)
        return self._finish("The memo is changed")

    def star(self) -> str:
        """Star the coding at the cursor as a good example of its code, or unstar it."""
        coding = self.coding_at_cursor()
        star_codings.star(self.project, self.coder, [coding.id], starred=not coding.starred)
        return self._finish(
            f"{coding.code}: {'no longer an example' if coding.starred else 'a good example'}"
        )

    def toggle_finished(self) -> str:
        """Mark this source as coded to the end by this coder, or reopen it."""
        name = self.open_source.source.name
        if finished_sources.is_finished(self.project.database, self.coder, self.open_source.source.id):
            finish_sources.reopen(self.project, self.coder, [name])
            return self._finish(f"{name} is no longer finished")
        finish_sources.finish(self.project, self.coder, [name])
        return self._finish(f"{name} is finished: a code that is not there is absent")

    def create_code(self, label: str, definition: str = "", under: CodeKey | None = None) -> CodeKey:
        """Add a code to the codebook file, its key made from the label; return the key."""
        from qualcode.workflows.codebook.add_code import add_code

        key, self.current_codebook = add_code(self.project, self.coder, label, definition, under)
        self.last_message = f"New code {key}"
        return key

    def undo(self) -> str:
        """Undo this coder's last act, however long ago it was."""
        undone = undo_acts.undo(self.project, self.coder)
        if not undone:
            raise UsageError("You have no act to undo.", "`H` shows the history.")
        return self._finish(f"Undid: {undone[0].verb} {undone[0].summary}")

    def redo(self) -> str:
        """Redo the act that was undone last."""
        redone = undo_acts.redo(self.project, self.coder)
        if not redone:
            raise UsageError("You have no undone act to redo.", "`u` undoes the last act.")
        return self._finish(f"Redid: {redone[0].verb} {redone[0].summary}")

    # State after an act

    def _finish(self, message: str) -> str:
        """Update the state from the changes of the coder's newest act; keep and return the message."""
        self._apply_changes(history.newest_changes(self.project.database, self.coder))
        self.last_message = message
        return message

    def _apply_changes(self, changes: Sequence[Change]) -> None:
        """Update codebook, codings, pending suggestions and totals from the recorded changes of an act."""
        if any(change.subject == codebooks.SUBJECT for change in changes):
            previous = self.current_codebook.codebook
            self.current_codebook = current_codebook(self.project)
            codebook = self.current_codebook.codebook
            self._recent_codes.drop_unusable(codebook)
            if (codebook.keys, codebook.usable_keys) != (previous.keys, previous.usable_keys):
                self.refresh()
                return
        if any(change.subject == turn_versions.SUBJECT for change in changes):
            self.refresh()
            return
        self.open_source.apply_changes(changes)
        for change in changes:
            for record, difference in ((change.before, -1), (change.after, 1)):
                if change.subject == "codings" and record and "code" in record:
                    code = CodeKey(str(record["code"]))
                    self.totals[code] = self.totals.get(code, 0) + difference
        self.notify_observers(changes)

    def _note_use(self, new_codings: Sequence[Coding]) -> None:
        """Focus the last of these codings, and put their codes among the recent ones."""
        for coding in new_codings:
            self.focused_id = coding.id
            self._recent_codes.add(coding.code)

    def refresh_if_changed(self) -> bool:
        """Read what others wrote; codes that were retired lose their digits."""
        codebook = self.current_codebook
        changed = super().refresh_if_changed()
        if self.current_codebook is not codebook:
            self._recent_codes.drop_unusable(self.current_codebook.codebook)
        return changed

    def _warn_if_due(self, *, accepted: bool) -> None:
        if self._bias_warning.is_due(accepted=accepted):
            self.warning = _WARNING
