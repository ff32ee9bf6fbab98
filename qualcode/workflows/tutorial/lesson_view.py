"""What the tutorial sees of a coding session: what has been done since the step began."""

from collections.abc import Sequence

from qualcode.model import CodeKey, Coding, Span
from qualcode.store.records import memos, suggestions
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.coding_screen.coding_session import CodingSession


class LessonView:
    """The session beside its state at the beginning of a step."""

    def __init__(self, session: CodingSession) -> None:
        self._session = session
        self._ids_before = {coding.id for coding in self._codings()}
        self._codes_before = frozenset(session.current_codebook.codebook.keys)
        self.memos_before = self.memos
        self.decisions_before = self.decisions
        self.performed: list[str] = []
        """The names of the commands that were performed in this step."""

    @property
    def selected_words(self) -> str:
        """The selection, or the unit at the cursor."""
        return self._session.cursor.selection.of(self._session.open_source.source.text)

    @property
    def new_codings(self) -> list[Coding]:
        """The codings that were made in this step."""
        return [coding for coding in self._codings() if coding.id not in self._ids_before]

    @property
    def new_codes(self) -> frozenset[CodeKey]:
        """The codes that were added in this step."""
        return frozenset(self._session.current_codebook.codebook.keys) - self._codes_before

    @property
    def memos(self) -> int:
        """Number of memos on codings and on other things."""
        on_codings = sum(1 for coding in self._codings() if coding.memo)
        return on_codings + len(memos.read_all(self._session.project.database))

    @property
    def decisions(self) -> int:
        """Number of decisions on suggestions."""
        return len(suggestions.decisions(self._session.project.database, self._session.coder))

    @property
    def matches(self) -> int:
        """Number of matches of the search."""
        return len(self._session.cursor.hits)

    @property
    def is_finished(self) -> bool:
        """Whether the interview is marked as finished."""
        session = self._session
        return finished_sources.is_finished(
            session.project.database, session.coder, session.open_source.source.id
        )

    def has_new_coding(self, code: str, words: str) -> bool:
        """Return whether words were coded with a code in this step."""
        return any(coding.code == code and words in coding.quote for coding in self.new_codings)

    def has_in_vivo_coding(self, words: str) -> bool:
        """Return whether words were coded in this step with a code that was made in it."""
        return any(coding.code in self.new_codes and words in coding.quote for coding in self.new_codings)

    def has_overlap(self, words: str) -> bool:
        """Return whether two codings of this step overlap on a sentence, not on the same words."""
        codings = [coding for coding in self.new_codings if self._meets(coding.span, words)]
        return any(
            first.span != second.span and first.span.overlaps(second.span)
            for first in codings
            for second in codings
        )

    def performed_in_order(self, *names: str) -> bool:
        """Return whether these commands were performed in this step, one after another."""
        rest = iter(self.performed)
        return all(name in rest for name in names)

    def _codings(self) -> Sequence[Coding]:
        text = self._session.open_source.source.text
        return self._session.open_source.own_codings.overlapping(Span(0, len(text)))

    def _meets(self, span: Span, words: str) -> bool:
        text = self._session.open_source.source.text
        start = text.find(words)
        sentence_end = text.find("\n", start)
        return start >= 0 and span.start < sentence_end and start < span.end
