"""Codings that meet and codings that follow each other, by loops over all pairs."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from qualcode.model import Coding
from tests.support.plain_program.counted_spans import Counted, CountedSpan, sentences_in
from tests.support.plain_program.plain_cells import Labels

Units = set[Hashable]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A pair of codes: codings of each, pairs of codings that meet, and Jaccard's coefficient."""

    codings: Mapping[str, int]
    together: int
    jaccard: float


def meetings(
    counted: Counted, within: str, by: str, coder: str | None = None
) -> Mapping[frozenset[str], Meeting]:
    """Return the pairs of codes (or themes) that occur together, of one coder or of all."""
    spans = counted.of(lambda span: coder in (None, str(span.coding.coder)))
    by_coding = spans_by_coding(spans)
    labels = Labels(counted=counted, name=by, alone=True)
    label_of = {name: min(labels.of_span(own[0])) for name, own in by_coding.items()}
    reach = {name: _units(own, within) for name, own in by_coding.items()}
    together: Counter[frozenset[str]] = Counter()
    for one, other in combinations(by_coding, 2):
        pair = frozenset((label_of[one], label_of[other]))
        same_coder = by_coding[one][0].coding.coder == by_coding[other][0].coding.coder
        if len(pair) > 1 and same_coder and reach[one] & reach[other]:
            together[pair] += 1
    codings = Counter(label_of.values())
    units: dict[str, Units] = {}
    for name, own in by_coding.items():
        own_units = {word for span in own for word in span.words} if within == "overlap" else reach[name]
        labelled = {(own[0].coding.coder, unit) for unit in own_units}
        units[label_of[name]] = units.get(label_of[name], set()) | labelled
    found: dict[frozenset[str], Meeting] = {}
    for pair, number in together.items():
        both = set.intersection(*(units[name] for name in pair))
        either = set.union(*(units[name] for name in pair))
        found[pair] = Meeting(
            codings={name: codings[name] for name in pair},
            together=number,
            jaccard=len(both) / len(either) if either else 0,
        )
    return found


def followers(counted: Counted, turns: int) -> Counter[tuple[str, str]]:
    """Return how often a code is followed by another, at most so many turns later."""
    by_coding = spans_by_coding(counted.spans)
    counts: Counter[tuple[str, str]] = Counter()
    for own in by_coding.values():
        coding, last = own[0].coding, max(span.turn.number for span in own)
        later = [other for other in by_coding.values() if _is_later(other[0].coding, coding)]
        nearest = min((other[0].coding.span.start for other in later), default=0)
        for other in later:
            distance = min(span.turn.number for span in other) - last
            if other[0].coding.span.start == nearest and distance <= turns:
                counts[str(coding.code), str(other[0].coding.code)] += 1
    return counts


def spans_by_coding(spans: Iterable[CountedSpan]) -> dict[str, list[CountedSpan]]:
    """Return the spans of each coding by its id."""
    by_coding: dict[str, list[CountedSpan]] = {}
    for span in spans:
        by_coding.setdefault(str(span.coding.id), []).append(span)
    return by_coding


def _is_later(later: Coding, coding: Coding) -> bool:
    return (
        later.source == coding.source and later.coder == coding.coder and later.span.start >= coding.span.end
    )


def _units(spans: list[CountedSpan], within: str) -> Units:
    """Return what a coding touches: characters of bodies, sentences, turns, or beginnings of windows."""
    units: Units = set()
    source, span = spans[0].turn.source_name, spans[0].coding.span
    numbers = [own.turn.number for own in spans]
    if within in ("overlap", "sentence"):
        for own in spans:
            if own.turn.turn is None:
                continue
            if within == "sentence":
                touched = [
                    it
                    for it in sentences_in(own.turn)
                    if it.span.start < span.end and span.start < it.span.end
                ]
                units |= {(source, it.number) for it in touched}
            else:
                body = own.turn.turn.body
                units |= {(source, at) for at in range(max(span.start, body.start), min(span.end, body.end))}
        return units
    turns = 0 if within == "turn" else int(within.split(maxsplit=1)[0])
    # A window begins at a turn and has the turns after it, too.
    return {(source, number) for number in range(max(min(numbers) - turns, 0), max(numbers) + 1)}
