"""What is unwise in the codebook, by itself and in the light of the codings and of what its patterns find."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.model import Codebook, CodeKey
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions.training_data import segments_of

if TYPE_CHECKING:
    from qualcode.codebook import LintFinding, Usage

_SEVERAL = 2


def check(
    project: Project, *, usage: bool = True, advance: Callable[[], None] = lambda: None
) -> "list[LintFinding]":
    """Return what is unwise, by line; with `usage` the patterns are tried on each source, then `advance`.

    Without sources there is nothing to try them on, and without codings nothing is said of their number.
    """
    from qualcode import codebook

    force = current_codebook(project)
    found = [*codebook.check(force.codebook)]
    if usage and sources.ids_by_name(project.database):
        found += codebook.check_usage(force.codebook, _usage(project, force.codebook, advance))
    return sorted(found, key=lambda one: one.line)


def _usage(project: Project, book: Codebook, advance: Callable[[], None]) -> "Usage":
    from qualcode.codebook import PatternHits, Usage
    from qualcode.suggesters.patterns.pattern_usage import PatternUsageCounter

    database, settings = project.database, project.settings
    firings = PatternUsageCounter(book, settings.language, settings.model)
    ids = sources.ids_by_name(database).values()
    for source in ids:
        firings.look(segments_of(database, source))
        advance()
    counts = {CodeKey(key): count for key, count in codings.counts(database, "code").items()}
    return Usage(
        codings=counts or None,
        sources=codings.source_counts(database) if len(ids) >= _SEVERAL else {},
        hits=[
            PatternHits(code=one.code, pattern=one.pattern, hits=one.hits, shared=one.shared)
            for one in firings.counted()
        ],
        unmatched=firings.unmatched_examples(),
        dead=_dead(project, book),
    )


def _dead(project: Project, book: Codebook) -> dict[tuple[CodeKey, int], str]:
    from qualcode.suggesters.patterns.pattern_matchers import dead_patterns

    return {
        (one.code, book.code(one.code).patterns.index(one.pattern)): one.attribute
        for one in dead_patterns(book, project.settings.language, project.settings.model)
    }
