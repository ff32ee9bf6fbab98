"""A sitting: a review in the plain terminal, one suggestion after another, each answer with a way back.

Every answer is on disk before the next suggestion is shown; a sitting may end at any moment.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.model import CoderName, SourceId, Span, Suggestion, Verdict
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.workflows.coding.suggestion_context import ContextCache, SuggestionInContext
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What a coder answered in this sitting, and the act that it was."""

    position: int
    suggestion: Suggestion
    verdict: Verdict
    act: int


@dataclass(slots=True)
class TerminalReview:
    """Suggestions in order, where the coder is among them, and what was answered so far."""

    project: Project
    coder: CoderName
    waiting: list[Suggestion]
    passed_over: int = 0
    """How many suggestions are of codes that the codebook no longer has."""
    answers: list[ReviewAnswer] = field(default_factory=list)
    position: int = 0
    _dealer: ContextCache = field(init=False)
    _seen: int = field(init=False)

    def __post_init__(self) -> None:
        self._dealer = ContextCache(self.project.database)
        self._seen = self.project.database.change_count()

    @classmethod
    def of(cls, project: Project, coder: CoderName, found: Sequence[Suggestion]) -> "TerminalReview":
        """Begin a sitting on these suggestions; what two suggesters say alike is asked once."""
        codebook = current_codebook(project).codebook
        once = {_place(one): one for one in reversed(found) if one.code in codebook}
        gone = sum(one.code not in codebook for one in found)
        return cls(project, coder, list(reversed(once.values())), passed_over=gone)

    def card(self) -> SuggestionInContext | None:
        """Return the suggestion that waits for an answer, with its surroundings; None at the end."""
        self._pass_over_answered()
        codebook = current_codebook(self.project).codebook
        return self._dealer.card(self._here(), codebook) if self.position < len(self.waiting) else None

    def accept(self, *, sentence: bool = False) -> None:
        """Code what is suggested here, or only its evidence sentence."""
        decide_suggestions.accept(self.project, self.coder, [self._here()], sentence=sentence)
        self._answered(Verdict.ACCEPTED)

    def decline(self, verdict: Verdict = Verdict.REJECTED) -> None:
        """Reject what is suggested here, or skip it."""
        decide_suggestions.decline(self.project, self.coder, [self._here()], verdict)
        self._answered(verdict)

    def undo(self) -> Suggestion | None:
        """Take back the last answer of this sitting and return to its suggestion; None where there is none.

        ConflictError where the coder has done or undone something in another window meanwhile.
        """
        if not self.answers:
            return None
        last = self.answers[-1]
        undo_acts.undo_act(self.project, self.coder, last.act)
        self.answers.pop()
        self.position = last.position
        return last.suggestion

    def counts(self) -> Counter[Verdict]:
        """Return how many suggestions got which answer."""
        return Counter(answer.verdict for answer in self.answers)

    def _here(self) -> Suggestion:
        return self.waiting[self.position]

    def _answered(self, verdict: Verdict) -> None:
        [act] = history.acts(self.project.database, limit=1, coder=self.coder)
        self.answers.append(ReviewAnswer(self.position, self._here(), verdict, act.number))
        self.position += 1

    def _pass_over_answered(self) -> None:
        """Leave out what the coder has answered meanwhile in another window."""
        database = self.project.database
        if database.change_count() == self._seen:
            return
        self._seen = database.change_count()
        left = {_place(one) for one in suggestions.pending(database, self.coder, skipped=True)}
        self.waiting[self.position :] = [one for one in self.waiting[self.position :] if _place(one) in left]


def _place(one: Suggestion) -> tuple[SourceId, Span, str]:
    return one.source, one.span, one.code
