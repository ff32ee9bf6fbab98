"""Frequencies of words by group, with keyness.

Keyness is the log-likelihood G² (Rayson and Garside 2000): 2 Σ O ln(O / E) over the groups, where O is how
often a group says the word and E how often it would if all groups said it equally often for their number of
words.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from qualcode.errors import UsageError
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import dimension
from qualcode.tables.frames import distinct_names

_COLUMNS = ("word", "count", "sources", "per_1000")
_KEYNESS = ("keyness", "most_in")


@dataclass(slots=True)
class _WordGroup:
    counts: Counter[str] = field(default_factory=Counter)
    sources: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: int = 0
    """The number of words of all turns, counted or not: the denominator of rates."""

    def add(self, source: int, words: Sequence[str], counted: Sequence[str]) -> None:
        self.words += len(words)
        self.counts.update(counted)
        for word in counted:
            self.sources[word].add(source)

    def rate(self, word: str) -> float:
        return 1000 * self.counts[word] / self.words if self.words else 0.0


def word_counts(
    study: Study,
    words_of_source: Mapping[str, Sequence[Sequence[str]]],
    *,
    by: str = "",
    counts: Callable[[str], bool] = bool,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return one row for each word that `counts`, the most frequent (with `by`, the most typical) first.

    `words_of_source` has, by source name, the words of each turn in the order of the study, turn 0 included.
    With `by`, there are count, rate and sources of each group, and the keyness. UsageError for a dimension
    of codings, which does not belong to turns.
    """
    study = study.within(scope or Scope())
    names, groups_of_turns = _groups(study, by)
    total, groups = _WordGroup(), [_WordGroup() for _ in names]
    position: Counter[int] = Counter()
    for turn, source in enumerate(study.turns.source.tolist()):
        words = words_of_source[study.sources[source].name][position[source]]
        position[source] += 1
        if study.turns.in_scope[turn]:
            counted = [word for word in words if counts(word)]
            total.add(source, words, counted)
            for group in groups_of_turns.get(turn, ()):
                groups[group].add(source, words, counted)
    rows = [_row(word, total, names, groups) for word in sorted(total.counts)]
    columns = [*_COLUMNS, *_group_columns(names), *(_KEYNESS if names else ())]
    table = pd.DataFrame(rows, columns=columns)
    order = ["keyness", "count"] if names else ["count"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def keyness(observed: Sequence[int], totals: Sequence[int]) -> float:
    """Return G² of a word that the groups say `observed` times in `totals` words."""
    rate = sum(observed) / sum(totals) if sum(totals) else 0.0
    return 2 * sum(
        count * math.log(count / (rate * total))
        for count, total in zip(observed, totals, strict=True)
        if count
    )


def _groups(study: Study, by: str) -> tuple[tuple[str, ...], Mapping[int, Sequence[int]]]:
    if not by:
        return (), {}
    groups = dimension(study, by)
    if groups.turns is None:
        raise UsageError(
            f"Words do not belong to a {by}.", "Count them by source, kind, case, speaker or an attribute."
        )
    members: dict[int, list[int]] = defaultdict(list)
    for turn, label in zip(*(numbers.tolist() for numbers in groups.turns), strict=True):
        members[turn].append(label)
    return groups.labels, members


def _group_columns(names: Sequence[str]) -> list[str]:
    columns = [f"{figure} {name}" for name in names for figure in ("count", "per_1000", "sources")]
    return distinct_names(columns, (*_COLUMNS, *_KEYNESS))


def _row(
    word: str, total: _WordGroup, names: Sequence[str], groups: Sequence[_WordGroup]
) -> list[str | int | float]:
    row: list[str | int | float] = [
        word, total.counts[word], len(total.sources[word]), total.rate(word)
    ]  # fmt: skip
    for group in groups:
        row += [group.counts[word], group.rate(word), len(group.sources.get(word, ()))]
    if names:
        row.append(keyness([group.counts[word] for group in groups], [group.words for group in groups]))
        row.append(names[max(range(len(names)), key=lambda number: groups[number].rate(word))])
    return row
