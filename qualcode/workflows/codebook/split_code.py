"""Sorting the codings of a code that was split: which part each belongs to, one by one or by query.

Every answer is on disk before the next coding is shown. What has its answer is not shown again, so that the
sorting may stop and go on at any time; a coding that is left for later is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qualcode.errors import ConflictError, UsageError
from qualcode.model import Codebook, CodeKey, CoderName, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, key_lineage, move_codings
from qualcode.store.row_changes import Recorder
from qualcode.workflows.analysis import find_quotes
from qualcode.workflows.coding.suggestion_context import ContextCache, SpanContext
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook

_VERB = "sort coding"


@dataclass(frozen=True, slots=True)
class SplitAnswer:
    """Where a coding was put, and the act that it was."""

    position: int
    target: CodeKey
    act: int


@dataclass(slots=True)
class SplitQueue:
    """The codings of a split code that wait, where the coder is among them, and what was answered so far."""

    project: Project
    coder: CoderName
    key: CodeKey
    codebook: Codebook
    version: int
    targets: tuple[CodeKey, ...]
    waiting: list[Coding]
    others: int = 0
    """How many codings of the code are by other coders, and not asked about."""
    answers: list[SplitAnswer] = field(default_factory=list)
    position: int = 0
    _dealer: ContextCache = field(init=False)

    def __post_init__(self) -> None:
        self._dealer = ContextCache(self.project.database)

    @classmethod
    def of(cls, project: Project, coder: CoderName, code: str, *, everyone: bool = False) -> "SplitQueue":
        """Take up the codings of a split code that have no answer yet: the coder's own, or everyone's."""
        force = current_codebook(project)
        key = force.code(code)
        found = key_lineage.last_split(project.database, key)
        if found is None:
            raise UsageError(
                f"`{key}` has not been split.", f"qualcode codebook split {key} --into KEY KEY …"
            )
        version, targets = found
        done = move_codings.kept_with_split_code(project.database, version)
        every = [one for one in codings.of_code(project.database, key) if one.id not in done]
        waiting = [one for one in every if everyone or one.coder == coder]
        others = len(every) - len(waiting)
        return cls(project, coder, key, force.codebook, version, targets, waiting, others)

    def here(self) -> tuple[Coding, SpanContext] | None:
        """Return the coding that waits for an answer, with its surroundings; None at the end."""
        if self.position >= len(self.waiting):
            return None
        one = self.waiting[self.position]
        return one, self._dealer.around(one.source, one.span)

    def send(self, target: CodeKey) -> None:
        """Put the coding that waits under one of the parts; go on to the next."""
        one = self.waiting[self.position]
        summary = f"{self.key} [{one.span.start}:{one.span.end}] to {target}"
        with history.act(self.project.database, self.coder, _VERB, summary) as recorder:
            self._put(recorder, [one], target)
        self.answers.append(SplitAnswer(self.position, target, recorder.act))
        self.position += 1

    def leave(self) -> None:
        """Leave the coding that waits for another time; go on to the next."""
        self.position += 1

    def undo(self) -> Coding | None:
        """Take back the last answer and return to its coding; None where there is none.

        ConflictError where the coder has done or undone something else meanwhile.
        """
        if not self.answers:
            return None
        undo_acts.undo_act(self.project, self.coder, self.answers[-1].act)
        self.position = self.answers.pop().position
        return self.waiting[self.position]

    def by_queries(self, queries: Sequence[tuple[str, str]]) -> Counter[CodeKey]:
        """Put what queries, as (part, query), find under their parts; return how many each part got.

        Each query is asked of the codings of the split code only; what two parts would get goes on waiting.
        """
        found: dict[str, set[CodeKey]] = {}
        for target, query in queries:
            for identity in self._found(query):
                found.setdefault(identity, set()).add(self._target(target))
        sent: Counter[CodeKey] = Counter()
        for target in self.targets:
            sure = [one for one in self.waiting if found.get(one.id) == {target}]
            if sure:
                said = "; ".join(query for name, query in queries if name == target)
                summary = f"{len(sure)} of {self.key} to {target} by {said}"
                with history.act(self.project.database, self.coder, _VERB, summary) as recorder:
                    self._put(recorder, sure, target)
                sent[target] = len(sure)
        self.waiting = [one for one in self.waiting if len(found.get(one.id, ())) != 1]
        return sent

    def counts(self) -> Counter[CodeKey]:
        """Return how many codings were put under which part."""
        return Counter(answer.target for answer in self.answers)

    def left(self) -> int:
        """Return how many codings still have no answer."""
        return len(self.waiting) - len(self.answers)

    def _target(self, name: str) -> CodeKey:
        for target in self.targets:
            if target == name:
                return target
        raise UsageError(
            f"`{name}` is none of the parts of `{self.key}`.", f"They are {', '.join(self.targets)}."
        )

    def _found(self, query: str) -> Iterable[str]:
        from qualcode.retrieval import parse

        parse(query)  # so that an error points into what was written, not into what is asked
        for quote in find_quotes.find_quotes(self.project, f'"{self.key}" and ({query})'):
            yield from quote.codings

    def _put(self, recorder: Recorder, some: Sequence[Coding], target: CodeKey) -> None:
        for one in some:
            now = codings.with_id(self.project.database, one.id)
            if now is None or now.code != self.key:
                raise ConflictError(
                    "This coding has been changed in the meantime.", "Begin the sorting again."
                )
        if target == self.key:
            for one in some:
                move_codings.keep_with_split_code(recorder, one.id, self.version)
        else:
            move_codings.move_codings(recorder, [one.id for one in some], target)
