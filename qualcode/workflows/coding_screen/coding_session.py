"""A session of coding: what each verb does, and the way back.

Every verb that changes something returns what it did in a few words, after it is on disk; a QualcodeError
says what stood in the way, and then nothing was changed. It knows no screen.
"""

import time
from collections.abc import Callable, Sequence

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import About, Act, Change, CodeKey, CoderName, Coding, Span, Suggestion, Verdict
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks, reading_places
from qualcode.text.plurals import counted
from qualcode.workflows.coding import apply_codes, edit_codings, star_codings, write_memos
from qualcode.workflows.coding_screen.automation_bias import AutomationBiasWarning
from qualcode.workflows.coding_screen.navigation import Navigation
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions

RECENT = 9
_WARNING = (
    "You accepted nearly all of the last twenty suggestions in under a second each. "
    "Is each of them really what the passage says?"
)


class CodingSession(Navigation):
    """A reader who codes."""

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
        given = reading_places.recent_codes(project.database, coder, RECENT)
        self._last_used: list[CodeKey] = [key for key in given if key in self.current_codebook.codebook]
        self.recent = list(self._last_used)
        """The codes on the digits; a code keeps its digit while it is among the nine used last."""
        self._vigilance = AutomationBiasWarning(clock=clock, active=warn)
        self.warning = ""
        """What the coder should be told once; the screen takes it away."""
        self.last_message = ""

    @property
    def progress(self) -> str:
        """What there is to decide."""
        if self.blind:
            return "blind"
        return "" if self.open_source.partly_loaded else f"{len(self.open_source.pending)} pending"

    # Coding

    def apply(self, keys: Sequence[CodeKey]) -> str:
        """Put codes on the selection; those that are there already stay as they are."""
        span = self.cursor.selection
        there = {one.code for one in self.open_source.own_codings.overlapping(span) if one.span == span}
        wanted = [self.current_codebook.code(key) for key in keys if key not in there]
        if not wanted:
            raise ConflictError(f"{', '.join(keys)}: these words have it already.", "Nothing was changed.")
        for key in wanted:
            if self.current_codebook.codebook.code(key).retired:
                raise UsageError(f"{key} is retired: it is not given to new passages.")
        made = apply_codes.code_span(
            self.project, self.coder, self.current_codebook, wanted, self.open_source.source, span
        )
        self._made(made)
        self.cursor.anchor = None
        return self._did(
            f"{', '.join(wanted)} on {apply_codes.excerpt(span.of(self.open_source.units.text))}"
        )

    def repeat(self) -> str:
        """Put the code used last on the selection."""
        if not self._last_used:
            raise UsageError("No code has been given yet.", "`c` opens the codes.")
        return self.apply(self._last_used[:1])

    def apply_recent(self, digit: int) -> str:
        """Put the code with this digit, from 1, on the selection."""
        if digit > len(self.recent):
            raise UsageError(f"There is no code on {digit} yet.", "`c` opens the codes.")
        return self.apply([self.recent[digit - 1]])

    def remove(self, one: Coding) -> str:
        """Take a coding away."""
        apply_codes.remove(self.project, self.coder, [one.id])
        self._gone([one])
        return self._did(f"Removed {one.code}")

    def recode(self, one: Coding, key: CodeKey) -> str:
        """Give a coding another code."""
        changed = edit_codings.recode(self.project, self.coder, self.current_codebook, one, key)
        self._gone([one])
        self._made([changed])
        return self._did(f"{one.code} is now {key}")

    def move_end(self, direction: int, *, is_end: bool = True) -> str:
        """Move the end (or start) of the coding under the cursor by a word."""
        one = self.coding_at_cursor()
        edge = one.span.end if is_end else one.span.start
        moved = self.cursor.word_moved(edge, direction, is_end=is_end)
        start, end = (one.span.start, moved) if is_end else (moved, one.span.end)
        if start >= end or moved == edge:
            raise UsageError("A coding cannot be moved farther that way.")
        changed = edit_codings.move_ends(
            self.project, self.coder, self.current_codebook, self.open_source.source, one, Span(start, end)
        )
        self.open_source.own_codings.discard(one.id)
        self.open_source.own_codings.add(changed)
        self.open_source.mark_changed((one.span, changed.span))
        self.focused_id = changed.id
        if not changed.span.start <= self.cursor.offset < changed.span.end:
            self.cursor.move_to(changed.span.start if not is_end else changed.span.end - 1)
        return self._did(f"{changed.code} on {apply_codes.excerpt(changed.quote)}")

    # Deciding

    def decide(self, verdict: Verdict) -> str:
        """Answer the suggestion here."""
        one = self._suggestion_here()
        if verdict is Verdict.ACCEPTED:
            self._made(decide_suggestions.accept(self.project, self.coder, [one]))
        else:
            decide_suggestions.decline(self.project, self.coder, [one], verdict)
        self._decided([one], accepted=verdict is Verdict.ACCEPTED)
        return self._did(f"{verdict.value.capitalize()} {one.code}")

    def accept_as(self, keys: Sequence[CodeKey]) -> str:
        """Accept the suggestion here with other codes, and on the free selection where there is one."""
        one = self._suggestion_here()
        span = one.span if self.cursor.anchor is None else self.cursor.selection
        made = edit_codings.accept_as(
            self.project, self.coder, self.current_codebook, one, self.open_source.source, span, keys
        )
        self._made(made)
        self.cursor.anchor = None
        self._decided([one], accepted=True)
        return self._did(f"Accepted {one.code} as {', '.join(keys)}")

    def pending_of(self, key: CodeKey) -> list[Suggestion]:
        """Return every suggestion of a code in this source that may be seen."""
        return [
            one for one in self.suggestions_in(Span(0, len(self.open_source.units.text))) if one.code == key
        ]

    def accept_all(self, key: CodeKey) -> str:
        """Accept all that is suggested of one code in this source."""
        found = self.pending_of(key)
        if not found:
            raise NotFoundError(f"There is no suggestion of {key} here.")
        self._made(decide_suggestions.accept(self.project, self.coder, found))
        self._answered(found)
        return self._did(f"Accepted {counted(len(found), 'suggestion')} of {key}")

    # Notes, codes, and the way back

    def write_memo(self, about: Coding | About, text: str) -> str:
        """Write on a coding (its memo is replaced), or add a memo on this source."""
        if isinstance(about, Coding):
            write_memos.write_on_coding(self.project, self.coder, about.id, text)
            self.open_source.reread(about)
            return self._did(f"Memo on {about.code}")
        write_memos.write(self.project, self.coder, about, self.open_source.source.name, text)
        return self._did(f"Memo on {self.open_source.source.name}")

    def star(self) -> str:
        """Mark the coding here as a good example of its code, or take the mark away."""
        one = self.coding_at_cursor()
        star_codings.star(self.project, self.coder, [one.id], starred=not one.starred)
        self.open_source.reread(one)
        return self._did(f"{one.code}: {'no longer an example' if one.starred else 'a good example'}")

    def create_code(self, label: str, definition: str = "", under: CodeKey | None = None) -> CodeKey:
        """Add a code to the codebook file, its key made from the label; return the key."""
        from qualcode.workflows.codebook.add_code import add_code

        key, self.current_codebook = add_code(self.project, self.coder, label, definition, under)
        self._did(f"New code {key}")
        return key

    def undo(self) -> str:
        """Take back this coder's last act, however long ago."""
        undone = undo_acts.undo(self.project, self.coder)
        return self._turned_back(undone[0] if undone else None, "Took back", "take back")

    def redo(self) -> str:
        """Do again what was last taken back."""
        return self._turned_back(undo_acts.redo(self.project, self.coder), "Did again", "do again")

    # How it does these things

    def _suggestion_here(self) -> Suggestion:
        if self.suggestion_at_cursor is None:
            raise NotFoundError("There is no undecided suggestion here.", "`}` goes to the next one.")
        return self.suggestion_at_cursor

    def _decided(self, decided: Sequence[Suggestion], *, accepted: bool) -> None:
        self._answered(decided)
        if self._vigilance.decided(accepted=accepted):
            self.warning = _WARNING

    def _answered(self, answered: Sequence[Suggestion]) -> None:
        self.open_source.pending.discard(*(one.id for one in answered))
        self.open_source.mark_changed(one.span for one in answered)

    def _made(self, made: Sequence[Coding]) -> None:
        self.open_source.own_codings.add(*made)
        self.open_source.mark_changed(one.span for one in made)
        self._answered(
            [
                opinion
                for one in made
                for opinion in self.open_source.pending.overlapping(one.span)
                if opinion.code == one.code
            ]
        )
        for one in made:
            self.totals[one.code] = self.totals.get(one.code, 0) + 1
            self.focused_id = one.id
            self._use(one.code)
        self._kept()

    def _gone(self, gone: Sequence[Coding]) -> None:
        self.open_source.own_codings.discard(*(one.id for one in gone))
        self.open_source.mark_changed(one.span for one in gone)
        for one in gone:
            self.totals[one.code] = max(0, self.totals.get(one.code, 0) - 1)
        self._kept()

    def _kept(self) -> None:
        """Note that the first act under a codebook kept it: from then on it need not be kept again."""
        if self.current_codebook.version is None:
            self.current_codebook = current_codebook(self.project)

    def _use(self, key: CodeKey) -> None:
        """Put a code on the digits: in an empty place, or in that of the code unused for longest."""
        if key in self._last_used:
            self._last_used.remove(key)
        self._last_used.insert(0, key)
        if key in self.recent:
            return
        if len(self.recent) < RECENT:
            self.recent.append(key)
        else:
            oldest = max(self.recent, key=self._last_used.index)
            self.recent[self.recent.index(oldest)] = key

    def _turned_back(self, act: Act | None, done: str, wish: str) -> str:
        if act is None:
            raise UsageError(f"There is nothing of yours to {wish}.")
        self._take_in(history.changes(self.project.database, act.number))
        return self._did(f"{done}: {act.verb} {act.summary}")

    def _take_in(self, changes: Sequence[Change]) -> None:
        if any(change.subject == codebooks.SUBJECT for change in changes):
            self.current_codebook = current_codebook(self.project)
            self.refresh()
            return
        self.open_source.take_in(changes)
        for change in changes:
            for record, more in ((change.before, -1), (change.after, 1)):
                if change.subject == "codings" and record and "code" in record:
                    code = CodeKey(str(record["code"]))
                    self.totals[code] = self.totals.get(code, 0) + more

    def _did(self, what: str) -> str:
        self.last_message = what
        return what
