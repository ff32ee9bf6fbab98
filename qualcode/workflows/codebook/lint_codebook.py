"""Check the codebook: lint rules on the codebook alone, on its codings and on its patterns' hits."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qualcode.model import Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions.training_data import segments_of

if TYPE_CHECKING:
    from qualcode.codebook import LintFinding, Usage

_SEVERAL = 2


def check(
    project: Project,
    *,
    usage: bool = True,
    coders: Sequence[CoderName] = (),
    advance: Callable[[], None] = lambda: None,
) -> "list[LintFinding]":
    """Return the findings by line; with `usage`, `advance` is called after the patterns ran on each source.

    With `coders` only their codings count. Without sources the rules on use are skipped; without codings
    those on numbers of codings.
    """
    from qualcode import codebook

    current = current_codebook(project).codebook
    findings = [*codebook.check(current)]
    if usage and sources.ids_by_name(project.database):
        findings += codebook.check_usage(current, _usage(project, current, coders, advance))
    return sorted(findings, key=lambda finding: finding.line)


def _usage(
    project: Project, book: Codebook, coders: Sequence[CoderName], advance: Callable[[], None]
) -> "Usage":
    from qualcode.codebook import PatternHits, Usage
    from qualcode.suggesters.patterns.pattern_usage import PatternUsageCounter

    database, settings = project.database, project.settings
    counter = PatternUsageCounter(book, settings.language, settings.model)
    ids = sources.ids_by_name(database).values()
    for source in ids:
        counter.add(segments_of(database, source))
        advance()
    counts = {CodeKey(key): count for key, count in codings.counts(database, "code", *coders).items()}
    return Usage(
        codings=counts or None,
        sources=codings.source_counts(database, *coders) if len(ids) >= _SEVERAL else {},
        hits=[
            PatternHits(code=one.code, pattern=one.pattern, hits=one.hits, shared=one.shared)
            for one in counter.usage()
        ],
        unmatched=counter.unmatched_examples(),
        dead=_dead(project, book),
    )


def _dead(project: Project, book: Codebook) -> dict[tuple[CodeKey, int], str]:
    from qualcode.suggesters.patterns.pattern_matchers import dead_patterns

    return {
        (one.code, book.code(one.code).patterns.index(one.pattern)): one.attribute
        for one in dead_patterns(book, project.settings.language, project.settings.model)
    }
