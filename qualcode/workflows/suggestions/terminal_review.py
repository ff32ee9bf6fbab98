"""Review in the plain terminal: suggestions one by one, each with its context and the code's definition."""

from collections.abc import Sequence

from qualcode.model import Codebook, CoderName, SourceId, Span, Suggestion, Verdict
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.workflows.coding.answer_queue import AnswerQueue
from qualcode.workflows.coding.suggestion_context import ContextCache, SuggestionInContext
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions


class TerminalReview(AnswerQueue[Suggestion, Verdict]):
    """Queue of suggestions; accepting or declining the current one advances to the next."""

    def __init__(self, project: Project, coder: CoderName, selected: Sequence[Suggestion]) -> None:
        """Queue these suggestions, once where several suggesters give the same code to the same span."""
        unique = {_target(each): each for each in reversed(selected)}
        super().__init__(project, coder, list(reversed(unique.values())))
        self._contexts = ContextCache(project.database)
        self._state = (project.database.change_count(), current_codebook(project).codebook.usable_keys)

    def in_context(self) -> SuggestionInContext | None:
        """Return the current suggestion with its context; None after the last one."""
        codebook = current_codebook(self.project).codebook
        self._drop_decided_elsewhere(codebook)
        return None if self.current is None else self._contexts.suggestion(self.current, codebook)

    def accept(self, *, sentence: bool = False) -> None:
        """Code the span of the current suggestion, or only its evidence sentence."""
        current = self.items[self.position]
        decide_suggestions.accept(self.project, self.coder, [current], sentence=sentence)
        self.record(current, Verdict.ACCEPTED)
        self.advance()

    def decline(self, verdict: Verdict = Verdict.REJECTED) -> None:
        """Reject the current suggestion, or skip it."""
        current = self.items[self.position]
        decide_suggestions.decline(self.project, self.coder, [current], verdict)
        self.record(current, verdict)
        self.advance()

    def _drop_decided_elsewhere(self, codebook: Codebook) -> None:
        """Leave out the suggestions that are no longer pending, as of what another window has done."""
        database = self.project.database
        state = (database.change_count(), codebook.usable_keys)
        if state == self._state:
            return
        self._state = state
        pending = {
            _target(each) for each in suggestions.pending(database, self.coder, codebook, skipped=True)
        }
        answered, waiting = self.items[: self.position], self.items[self.position :]
        self.replace_items([*answered, *(each for each in waiting if _target(each) in pending)])


def _target(suggestion: Suggestion) -> tuple[SourceId, Span, str]:
    return suggestion.source, suggestion.span, suggestion.code
