"""Apply codes to spans and remove codings; find a span by quote, turn, sentence or offsets.

Every coding is created by `make_coding`, which copies quote and context from the stored text, so that
`text[start:end] == quote` always holds.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Origin,
    Source,
    Span,
    Turn,
    context_of,
    new_id,
)
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.text.folded_text import find_words
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook
from qualcode.workflows.project.filter_codes import filter_codes


class SpanChoice(NamedTuple):
    """How a span is chosen: exactly one of quote, turn, sentence and span is set."""

    quote: str | None = None
    nth: int | None = None
    """Which occurrence of the quote, from 1."""
    turn: int | None = None
    sentence: int | None = None
    span: Span | None = None


class Provenance(NamedTuple):
    """Origin of a coding, with suggester and score where it comes from a suggestion."""

    origin: Origin = Origin.HUMAN
    suggester: str = ""
    score: float | None = None


BY_HAND = Provenance()


def apply(
    project: Project,
    coder: CoderName,
    codes: Sequence[str],
    source_name: str,
    choice: SpanChoice,
    memo: str = "",
) -> list[Coding]:
    """Apply codes to one span of a source, all of them or none."""
    current = current_codebook(project)
    keys = [current.codable(code) for code in codes]
    source = sources.with_name(project.database, source_name)
    span = locate(project.database, source, choice)
    return code_span(project, coder, current, keys, source, span, memo=memo)


def code_span(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    keys: Sequence[CodeKey],
    source: Source,
    span: Span,
    *,
    memo: str = "",
    provenance: Provenance = BY_HAND,
) -> list[Coding]:
    """Apply codes to a span as one act; ConflictError where the coder has applied one of them to it."""
    new_codings: list[Coding] = []
    summary = f"{', '.join(keys)} on {act_summaries.on_span(source.text, source.name, span)}"
    with history.act(project.database, coder, "apply", summary) as recorder:
        existing_codes = codings.on_span(project.database, source.id, span, coder)
        version = current.keep(recorder, coder, keys)
        for key in dict.fromkeys(keys):
            if key in existing_codes:
                raise ConflictError(
                    f"{coder} has already applied {key!r} to {quoted(span.of(source.text))}.",
                    "Nothing was changed.",
                )
            new_codings.append(
                make_coding(source, span, key, coder, version, memo=memo, provenance=provenance)
            )
        codings.add(recorder, new_codings)
    return new_codings


def make_coding(
    source: Source,
    span: Span,
    code: CodeKey,
    coder: CoderName,
    version: int,
    *,
    memo: str = "",
    provenance: Provenance = BY_HAND,
    made_at: str = "",
) -> Coding:
    """Return a new coding of a span; NotFoundError where the span is blank or exceeds the text."""
    require_text(source, span)
    before, after = context_of(source.text, span)
    return Coding(
        id=CodingId(new_id()),
        source=source.id,
        span=span,
        quote=span.of(source.text),
        context_before=before,
        context_after=after,
        code=code,
        coder=coder,
        made_at=made_at or now(),
        origin=provenance.origin,
        codebook_version=version,
        suggester=provenance.suggester,
        score=provenance.score,
        memo=memo,
    )


def require_text(source: Source, span: Span) -> None:
    """Raise NotFoundError where the span is blank or exceeds the text."""
    if span.end > len(source.text) or not span.of(source.text).strip():
        raise NotFoundError(
            f"There is no text to code at {span.start}:{span.end} of {source.name} "
            f"({len(source.text)} characters).",
            f"`qualcode show {source.name}` prints the text.",
        )


def locate(database: Database, source: Source, choice: SpanChoice) -> Span:
    """Return the chosen span of a source; NotFoundError or ConflictError where there is none, or several."""
    if choice.quote is not None:
        return _find_quote(database, source, choice.quote, choice.nth)
    if choice.turn is not None:
        turns = {turn.number: turn.body for turn in sources.turns(database, source.id)}
        return _numbered("turn", choice.turn, turns, source)
    if choice.sentence is not None:
        sentences = {sentence.number: sentence.span for sentence in sources.sentences(database, source.id)}
        return _numbered("sentence", choice.sentence, sentences, source)
    if choice.span is not None:
        return choice.span
    raise UsageError("Choose a span.", "Use --quote, --turn, --sentence or --span START:END.")


def remove(project: Project, coder: CoderName, prefixes: Sequence[str]) -> list[Coding]:
    """Remove this coder's codings, given by the first characters of their ids."""
    by_id = {coding.id: coding for coding in (own_coding(project, coder, prefix) for prefix in prefixes)}
    return remove_codings(project, coder, list(by_id.values()))


def own_codings_of(
    project: Project, coder: CoderName, code: str, source_names: Sequence[str] = ()
) -> list[Coding]:
    """Return this coder's codings of one code or `@group` in these sources, or all; none of codes under it.

    NotFoundError for a source that is not in the project, or a code that is neither in the codebook nor in
    use.
    """
    ids = sources.ids_by_name(project.database)
    for name in source_names:
        if name not in ids:
            raise NotFoundError.among("source", name, ids, "`qualcode sources` lists them.")
    chosen = {ids[name] for name in source_names or ids}
    used = codings.counts(project.database, "code")
    keys = filter_codes(current_codebook(project).codebook, [code], used=used)
    matching = [coding for key in keys for coding in codings.of_code(project.database, key)]
    return [coding for coding in matching if coding.coder == coder and coding.source in chosen]


def remove_codings(project: Project, coder: CoderName, removed: Sequence[Coding]) -> list[Coding]:
    """Remove these codings as one act, and return them."""
    summary = act_summaries.of_codings(project.database, removed)
    with history.act(project.database, coder, "remove", summary) as recorder:
        for coding in removed:
            codings.remove(recorder, coding)
    return list(removed)


def own_coding(project: Project, coder: CoderName, prefix: str) -> Coding:
    """Return this coder's coding by the first characters of its id; ConflictError for another coder's."""
    coding = codings.with_id_prefix(project.database, prefix)
    if coding.coder != coder:
        raise ConflictError(
            f"The coding {prefix} is by {coding.coder}, not by {coder}.",
            f"You can change only your own codings; to work as that coder, add --coder {coding.coder}.",
        )
    return coding


def turn_at(turns: Sequence[Turn], offset: int) -> Turn | None:
    """Return the turn at an offset; None before the first turn."""
    return next((turn for turn in reversed(turns) if turn.span.start <= offset), None)


def _find_quote(database: Database, source: Source, quote: str, nth: int | None) -> Span:
    matches = find_words(source.text, quote)
    if not matches:
        raise NotFoundError(
            f"{quoted(quote)} does not occur in {source.name}.",
            f"Copy the quote from the text, with its capital letters: qualcode show {source.name}",
        )
    if nth is not None:
        if not 1 <= nth <= len(matches):
            raise NotFoundError(f"{quoted(quote)} occurs {len(matches)} times in {source.name}, not {nth}.")
        return matches[nth - 1]
    if len(matches) > 1:
        turns = sources.turns(database, source.id)
        lines = []
        for number, span in enumerate(matches, start=1):
            turn = turn_at(turns, span.start)
            position = f"turn {turn.number}" if turn else "before the first turn"
            context = quoted(source.text[max(0, span.start - 20) : span.end + 20])
            lines.append(f"  --nth {number}: {position}, …{context}")
        listed = "\n".join(lines)
        raise ConflictError(
            f"{quoted(quote)} occurs {len(matches)} times in {source.name}:", f"Choose one:\n{listed}"
        )
    return matches[0]


def _numbered(unit: str, number: int, spans: Mapping[int, Span], source: Source) -> Span:
    if number not in spans:
        raise NotFoundError(
            f"{source.name} has no {unit} {number}, only {len(spans)}.",
            f"`qualcode show {source.name}` prints the turns with their numbers.",
        )
    return spans[number]
