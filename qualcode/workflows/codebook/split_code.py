"""Distribute the codings of a split code over the new codes, one by one or by query.

Every answer is stored before the next coding is shown, and an answered coding is not shown again: the work
can stop and continue at any time. A coding that is skipped is shown again the next time.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from qualcode.errors import ConflictError, UsageError
from qualcode.model import CodeKey, CoderName, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, move_codings
from qualcode.store.records.codebook import key_lineage
from qualcode.store.row_changes import Recorder
from qualcode.workflows.coding.act_summaries import located, quoted
from qualcode.workflows.coding.answer_queue import AnswerQueue
from qualcode.workflows.coding.suggestion_context import ContextCache, SpanContext
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval import find_quotes

_VERB = "sort coding"


class SplitQueue(AnswerQueue[Coding, CodeKey]):
    """Queue of the unanswered codings of a split code: the coder's own, or everyone's."""

    def __init__(self, project: Project, coder: CoderName, code: str, *, everyone: bool = False) -> None:
        """Queue the codings; UsageError where the code has not been split."""
        current = current_codebook(project)
        self.key = current.code(code)
        self.codebook = current.codebook
        last_split = key_lineage.last_split(project.database, self.key)
        if last_split is None:
            raise UsageError(
                f"`{self.key}` has not been split.", f"qualcode codebook split {self.key} --into KEY KEY …"
            )
        self.version, self.targets = last_split
        stayed_ids = move_codings.kept_with_split_code(project.database, self.version)
        unanswered = [
            coding for coding in codings.of_code(project.database, self.key) if coding.id not in stayed_ids
        ]
        queued = [coding for coding in unanswered if everyone or coding.coder == coder]
        super().__init__(project, coder, queued)
        self.others_unanswered = len(unanswered) - len(queued)
        """Number of unanswered codings of the code by other coders that are not in the queue."""
        self._contexts = ContextCache(project.database)

    def context(self, coding: Coding) -> SpanContext:
        """Return a coding's span with its context."""
        return self._contexts.context(coding.source, coding.span)

    def send(self, target: CodeKey) -> None:
        """Give the current coding one of the new codes; advance to the next."""
        coding = self.items[self.position]
        summary = f"{self.key} kept"
        if (
            target != self.key
        ):  # a kept coding's change does not name its source, so it cannot be erased with it
            source_name = self.context(coding).source.name
            location = located(source_name, coding.span)
            summary = f"{quoted(coding.quote)} from {self.key} to {target}, {location}"
        with history.act(self.project.database, self.coder, _VERB, summary) as recorder:
            self._assign(recorder, [coding], target)
        self.record(coding, target)
        self.advance()

    def send_by_queries(self, queries: Sequence[tuple[str, str]]) -> Counter[CodeKey]:
        """Give the matches of queries, as (target, query), their targets; return the number for each target.

        A query searches only the codings of the split code; a coding with several targets stays in the queue.
        """
        targets_of: dict[str, set[CodeKey]] = {}
        for name, query in queries:
            for coding_id in self._matches(query):
                targets_of.setdefault(coding_id, set()).add(self._target(name))
        sent: Counter[CodeKey] = Counter()
        for target in self.targets:
            unambiguous = [coding for coding in self.items if targets_of.get(coding.id) == {target}]
            if unambiguous:
                target_queries = "; ".join(query for name, query in queries if name == target)
                summary = f"{len(unambiguous)} of {self.key} to {target} by {target_queries}"
                with history.act(self.project.database, self.coder, _VERB, summary) as recorder:
                    self._assign(recorder, unambiguous, target)
                sent[target] = len(unambiguous)
        self.items = [coding for coding in self.items if len(targets_of.get(coding.id, ())) != 1]
        return sent

    def unanswered(self) -> int:
        """Return the number of queued codings without an answer, skipped ones included."""
        return len(self.items) - len(self.answers)

    def _target(self, name: str) -> CodeKey:
        for target in self.targets:
            if target == name:
                return target
        raise UsageError(
            f"`{self.key}` was not split into `{name}`.", f"Its new codes are {', '.join(self.targets)}."
        )

    def _matches(self, query: str) -> Iterable[str]:
        """Yield the ids of the split code's codings that a query finds."""
        from qualcode.retrieval import parse

        parse(query)  # so that an error's position is in the query as written, without our condition
        for quote in find_quotes.find_quotes(self.project, f'"{self.key}" and ({query})'):
            yield from quote.codings

    def _assign(self, recorder: Recorder, answered: Sequence[Coding], target: CodeKey) -> None:
        for coding in answered:
            stored = codings.with_id(self.project.database, coding.id)
            if stored is None or stored.code != self.key:
                raise ConflictError(
                    "This coding has been changed in the meantime.",
                    f"Start again: qualcode codebook split {self.key}",
                )
        if target == self.key:
            for coding in answered:
                move_codings.keep_with_split_code(recorder, coding.id, self.version)
        else:
            move_codings.move_codings(recorder, [coding.id for coding in answered], target)
