"""Where coders disagree: connected stretches of text with codings that not all coders made alike.

Codings of one code that overlap, of any coders, are one stretch. It is an omission if a coder has none of the
code there, a label if that coder has another code on the same words (intersection over union at least .5)
which the others do not have there, split or merge if the coders have different numbers of codings, and a
boundary if only the ends differ. Where all coders have the same spans, they agree.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from qualcode.model import CodeKey, CoderName, Coding, SourceId, Span

_SAME_WORDS = 0.5
"""The intersection over union from which two codings are on the same words."""


class DisagreementKind(StrEnum):
    """How the codings of a stretch differ."""

    OMISSION = "omission"
    LABEL = "label"
    BOUNDARY = "boundary"
    SPLIT = "split or merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A stretch of a source on which coders disagree."""

    kind: DisagreementKind
    codes: tuple[CodeKey, ...]
    """The code of the stretch; of a label, all codes that coders gave."""
    source: SourceId
    span: Span
    codings: tuple[Coding, ...]
    coders: tuple[CoderName, ...]
    """All coders who have finished the source, also those without a coding here."""

    @property
    def without(self) -> tuple[CoderName, ...]:
        """The coders who have no coding in the stretch."""
        present = {coding.coder for coding in self.codings}
        return tuple(coder for coder in self.coders if coder not in present)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShare:
    """A code's number of stretches, and of those on which the coders disagree."""

    code: CodeKey
    stretches: int
    disagreements: int


def find_disagreements(
    codings: Iterable[Coding], source: SourceId, coders: Sequence[CoderName]
) -> tuple[list[Disagreement], Counter[CodeKey]]:
    """Return the disagreements of these coders in a source, by position, and all stretches by code."""
    stretches = _stretches(coding for coding in codings if coding.coder in coders)
    counts = Counter(stretch[0].code for stretch in stretches)
    open_stretches = [stretch for stretch in stretches if not _agrees(stretch, coders)]
    groups = _with_same_words(open_stretches)
    found = [
        Disagreement(
            kind=_kind(group, coders),
            codes=tuple(dict.fromkeys(coding.code for coding in group)),
            source=source,
            span=_hull(group),
            codings=tuple(group),
            coders=tuple(coders),
        )
        for group in groups
    ]
    return sorted(found, key=lambda each: (each.span.start, each.span.end, each.codes)), counts


def worst_first(found: Sequence[Disagreement], stretches: Counter[CodeKey]) -> list[Disagreement]:
    """Return disagreements by the share of a code's stretches on which coders disagree, largest first."""
    shares = {share.code: share for share in code_shares(found, stretches)}

    def rank(each: Disagreement) -> tuple[float, int, str]:
        share = max((shares[code] for code in each.codes), key=_share)
        return -_share(share), -share.disagreements, share.code

    return sorted(found, key=rank)


def code_shares(found: Sequence[Disagreement], stretches: Counter[CodeKey]) -> list[CodeShare]:
    """Return each code's number of stretches and disagreements."""
    disagreements = Counter(code for each in found for code in each.codes)
    return [
        CodeShare(code=code, stretches=count, disagreements=disagreements[code])
        for code, count in stretches.items()
    ]


def _share(share: CodeShare) -> float:
    return share.disagreements / share.stretches


def _stretches(codings: Iterable[Coding]) -> list[list[Coding]]:
    """Return the codings of each code in connected groups, in the order of the text."""
    ordered = sorted(codings, key=lambda coding: (coding.code, coding.span.start, coding.span.end))
    stretches: list[list[Coding]] = []
    for _, of_code in groupby(ordered, key=lambda coding: coding.code):
        end = -1
        for coding in of_code:
            if coding.span.start >= end:
                stretches.append([])
            stretches[-1].append(coding)
            end = max(end, coding.span.end)
    return stretches


def _agrees(stretch: Sequence[Coding], coders: Sequence[CoderName]) -> bool:
    spans = {coder: {coding.span for coding in stretch if coding.coder == coder} for coder in coders}
    return len({frozenset(of_coder) for of_coder in spans.values()}) == 1


def _with_same_words(stretches: list[list[Coding]]) -> list[list[Coding]]:
    """Join stretches of different codes on the same words whose coders are different people."""
    remaining = list(stretches)
    groups: list[list[Coding]] = []
    while remaining:
        group = remaining.pop(0)
        for other in list(remaining):
            if _are_rivals(group, other):
                group = [*group, *other]
                remaining.remove(other)
        groups.append(group)
    return groups


def _are_rivals(first: Sequence[Coding], second: Sequence[Coding]) -> bool:
    coders = {coding.coder for coding in first} & {coding.coder for coding in second}
    return not coders and _overlap(_hull(first), _hull(second)) >= _SAME_WORDS


def _overlap(first: Span, second: Span) -> float:
    """Return the intersection over union of two spans."""
    shared = min(first.end, second.end) - max(first.start, second.start)
    return max(shared, 0) / (max(first.end, second.end) - min(first.start, second.start))


def _kind(group: Sequence[Coding], coders: Sequence[CoderName]) -> DisagreementKind:
    if len({coding.code for coding in group}) > 1:
        return DisagreementKind.LABEL
    counts = Counter(coding.coder for coding in group)
    if len(counts) < len(coders):
        return DisagreementKind.OMISSION
    return DisagreementKind.BOUNDARY if len(set(counts.values())) == 1 else DisagreementKind.SPLIT


def _hull(codings: Sequence[Coding]) -> Span:
    return Span(min(coding.span.start for coding in codings), max(coding.span.end for coding in codings))
