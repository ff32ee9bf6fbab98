"""Review on the coding screen: the undecided suggestions of all sources as one queue.

The queue holds a coding session. Each decision goes through the session, and the queue leads the session's
cursor to the next suggestion.
"""

from collections.abc import Sequence

from qualcode.errors import NotFoundError
from qualcode.model import Change, Codebook, CodeKey, CoderName, SourceId, Suggestion, Verdict
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.coding.answer_queue import AnswerQueue
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.project.current_codebook import current_codebook

_MAX_QUERIES = 20
"""Maximum number of (source, code) pairs that are queried one by one; beyond it, all are queried at once."""


class ReviewQueue(AnswerQueue[Suggestion, Verdict]):
    """Queue of undecided suggestions: all, those of one source, or those of one code."""

    def __init__(
        self,
        project: Project,
        coder: CoderName,
        *,
        code: str | None = None,
        source: str | None = None,
        warn: bool = True,
    ) -> None:
        """Queue the suggestions and open the first one's source; NotFoundError where there is none."""
        current = current_codebook(project)
        self._code = None if code is None else current.codable(code)
        self._source = None if source is None else sources.with_name(project.database, source).id
        self._names = {source_id: name for name, source_id in sources.ids_by_name(project.database).items()}
        super().__init__(project, coder, ())
        self.items = self._undecided(current.codebook, self._source, self._code)
        if not self.items:
            raise NotFoundError("Nothing is left to review.", "`qualcode suggest` makes new suggestions.")
        self.session = CodingSession(project, coder, source=self._names[self.items[0].source], warn=warn)
        self.session.observers.append(self._update)
        self._show_current()

    @property
    def progress(self) -> str:
        """Position in the queue, for the status line."""
        if not self.items:
            return "all reviewed"
        return f"{self.position + 1} of {len(self.items)} to review"

    def next_suggestion(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) suggestion of the queue; whether there is one."""
        position = self.position + direction
        if not 0 <= position < len(self.items):
            return False
        self.position = position
        self._show_current()
        return True

    def decide(self, verdict: Verdict) -> str:
        """Decide on the suggestion at the cursor, and go to the next."""
        suggestion = self._suggestion_at_cursor()
        message = self.session.decide(verdict)
        self.record(suggestion, verdict)
        self._show_current()
        return message

    def accept_as(self, keys: Sequence[CodeKey]) -> str:
        """Accept the suggestion at the cursor with other codes or another span, and go to the next."""
        suggestion = self._suggestion_at_cursor()
        message = self.session.accept_as(keys)
        self.record(suggestion, Verdict.ACCEPTED)
        self._show_current()
        return message

    def undo(self) -> str:
        """Undo the coder's last act; where it was an answer, return to its suggestion."""
        message = self.session.undo()
        undone = next((each for each in reversed(self.answers) if self.go_to(each.item.id)), None)
        if undone is not None:
            self.answers.remove(undone)
            self._show_current()
        return message

    def redo(self) -> str:
        """Redo the act that was undone last."""
        return self.session.redo()

    def _suggestion_at_cursor(self) -> Suggestion:
        """Return the suggestion to decide on; not one outside the queue that happens to be at the cursor."""
        if not self.items:
            raise NotFoundError("Everything is reviewed.", "`u` undoes, `q` leaves.")
        return self.session.required_suggestion()

    def _update(self, changes: Sequence[Change] | None) -> None:
        """Query again the suggestions that an act may have opened or closed; all where `changes` is None."""
        codebook = self.session.current_codebook.codebook
        pairs = None if changes is None else _changed_pairs(changes)
        if pairs is None or len(pairs) > _MAX_QUERIES:
            self._replace(self._undecided(codebook, self._source, self._code))
            return
        reviewed = {
            (source, code)
            for source, code in pairs
            if self._source in (None, source) and self._code in (None, code)
        }
        if reviewed:
            kept = [each for each in self.items if (each.source, each.code) not in reviewed]
            requeried = [
                each for source, code in reviewed for each in self._undecided(codebook, source, code)
            ]
            self._replace(sorted([*kept, *requeried], key=self._order))

    def _replace(self, items: Sequence[Suggestion]) -> None:
        self.replace_items(items)
        if not self.go_to(self.session.focused_id):
            self.position = min(self.position, max(len(items) - 1, 0))

    def _show_current(self) -> None:
        """Put the session's cursor on the current suggestion."""
        if self.current is not None:
            self.session.jump(self._names[self.current.source], self.current.span.start)
            self.session.cursor.anchor = None
            self.session.focused_id = self.current.id

    def _undecided(
        self, codebook: Codebook, source: SourceId | None, code: CodeKey | None
    ) -> list[Suggestion]:
        pending = suggestions.pending(self.project.database, self.coder, codebook, source, code)
        return sorted(pending, key=self._order)

    def _order(self, suggestion: Suggestion) -> tuple[str, int, float, str]:
        return self._names[suggestion.source], suggestion.span.start, -suggestion.score, suggestion.code


def _changed_pairs(changes: Sequence[Change]) -> set[tuple[SourceId, CodeKey]] | None:
    """Return source and code of each coding and decision that changed; None where a change names neither."""
    pairs = set()
    for change in changes:
        if change.subject in ("codings", "decisions"):
            for record in (change.before, change.after):
                if record and "code" in record:
                    pairs.add((SourceId(str(record["source_id"])), CodeKey(str(record["code"]))))
        elif change.subject not in ("memos", "codebook_versions"):
            return None
    return pairs
