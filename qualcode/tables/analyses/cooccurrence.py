"""Co-occurrence of codes: on overlapping words, in one sentence, in one turn, or within some turns.

Only codings of the same coder are paired: otherwise two coders who disagree about a code would look like two
codes that occur together. `together` counts pairs of codings; Jaccard's coefficient is the number of words
(sentences, turns, windows of turns) with both codes divided by the number with either. Only what is in scope
brings codings together: those that meet on an interviewer's words, a label or in the preamble alone do not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import VANISHED, theme_name
from qualcode.tables.arrays.interval_overlap import count_meeting_pairs, count_shared, jaccard
from qualcode.tables.arrays.sparse_relations import Flags, Ints, merge_ranges
from qualcode.tables.frames import distinct_names

WITHIN = ("overlap", "sentence", "turn", "N turns")
"""The units within which codes occur together; `2 turns` is a turn and the two after it."""

_TURNS = re.compile(r"(\d{1,4}) turns?")


def cooccurrence(
    study: Study,
    *,
    within: str = "overlap",
    by: str = "code",
    per_coder: bool = False,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return a row for each two codes (or themes) that occur together, the most frequent pairs first.

    A row has both codes, the number of codings of each, the number of pairs of codings that overlap, and
    Jaccard's coefficient; with `per_coder` also the coder. A code does not include the codes below it.
    """
    study = study.within(scope or Scope())
    labels, label = _labels(study, by)
    parts = [_only_coder(study, coder) for coder in range(len(study.coders))] if per_coder else [study]
    tables = [_pairs(part, labels, label, within) for part in parts]
    if per_coder:
        for coder, table in zip(study.coders, tables, strict=True):
            table.insert(0, "coder", coder)
    pairs = pd.concat(tables, ignore_index=True) if tables else _pairs(study, labels, label, within)
    return pairs.sort_values("together", ascending=False, kind="stable", ignore_index=True)


def square_matrix(pairs: pd.DataFrame, of: str = "together", order: Sequence[str] = ()) -> pd.DataFrame:
    """Return pairs as a symmetric table of codes by codes; the diagonal has each code's codings, or 1.

    Codes are in `order`, those that are not in it by alphabet at the end.
    """
    first, second = pairs["one"].tolist(), pairs["other"].tolist()
    own = dict(zip(first + second, [*pairs["one_codings"], *pairs["other_codings"]], strict=True))
    ranks = {name: rank for rank, name in enumerate(order)}
    names = sorted(own, key=lambda name: (ranks.get(name, len(ranks)), name))
    position_of = {name: position for position, name in enumerate(names)}
    cells = np.diag([1.0 if of == "jaccard" else own[name] for name in names])
    rows, columns = [position_of[name] for name in first], [position_of[name] for name in second]
    cells[rows, columns] = cells[columns, rows] = pairs[of]
    headings = distinct_names(names, ("code",))
    return pd.DataFrame({"code": names, **dict(zip(headings, cells.T, strict=True))})


def _labels(study: Study, by: str) -> tuple[tuple[str, ...], Ints]:
    if by == "code":
        return study.keys, study.code
    if by != "theme":
        raise NotFoundError.among("unit of co-occurrence", by, ("code", "theme"))
    labels = (*(code.key for code in study.codebook.codes), VANISHED)
    theme = np.array([labels.index(theme_name(study, key)) for key in study.keys], dtype=np.int64)
    return labels, theme[study.code]


def _only_coder(study: Study, coder: int) -> Study:
    return replace(study, spans=study.spans.select(study.coder[study.spans.coding] == coder))


def _pairs(study: Study, labels: tuple[str, ...], label: Ints, within: str) -> pd.DataFrame:
    codings = study.spans.codings
    start, end = _unit_ranges(study, codings, within)
    together = count_meeting_pairs(study.coder[codings], label[codings], start, end, len(labels))
    common = _shared_units(study, labels, label, within, (codings, start, end))
    own = np.bincount(label[codings], minlength=len(labels))
    first, second = np.nonzero(np.triu(together, k=1))
    names = np.array(labels, dtype=object)
    return pd.DataFrame(
        {
            "one": names[first],
            "other": names[second],
            "one_codings": own[first],
            "other_codings": own[second],
            "together": together[first, second],
            "jaccard": jaccard(common)[first, second],
        }
    )


def _shared_units(
    study: Study, labels: tuple[str, ...], label: Ints, within: str, reach: tuple[Ints, Ints, Ints]
) -> Ints:
    """Return the number of units that each two codes share: words for `overlap`, else those of `within`."""
    coding, first, end = reach
    if within == "overlap":
        coding, first, end = study.spans.coding, study.spans.first, study.spans.end
    group, first, end = merge_ranges(study.coder[coding] * len(labels) + label[coding], first, end)
    return count_shared(group // max(len(labels), 1), group % max(len(labels), 1), first, end, len(labels))


def _unit_ranges(study: Study, codings: Ints, within: str) -> tuple[Ints, Ints]:
    """Return the half-open range of characters, sentences or turns of the study for each coding."""
    turns = _TURNS.fullmatch(within)
    if within == "overlap":
        return _body_ranges(study, codings)
    if within == "sentence":
        if not len(study.sentence_turns) and len(codings):
            raise UsageError(
                "The study was gathered without sentences.", "Pass the sentences to index_source."
            )
        in_scope = study.turns.in_scope[study.sentence_turns]
        return _within_scope(in_scope, study.sentence_first[codings], study.sentence_end[codings])
    if within == "turn" or turns:
        return turn_ranges(study, codings, int(turns.group(1)) if turns else 0)
    raise NotFoundError.among("unit of co-occurrence", within, WITHIN, f"Units: {', '.join(WITHIN)}.")


def _within_scope(in_scope: Flags, first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return half-open ranges of units as ranges of only the units in scope, numbered anew."""
    before = np.concatenate(([0], np.cumsum(in_scope)))
    return before[first], before[end]


def _body_ranges(study: Study, codings: Ints) -> tuple[Ints, Ints]:
    """Return the codings' ranges on one axis of the characters of all bodies of turns in scope."""
    turns = study.turns
    offsets = [(turn.span.start, turn.body.start, turn.body.end) for turn in turns.turns]
    spans, starts, ends = np.array(offsets, dtype=np.int64).reshape(-1, 3).T
    lengths = np.where(turns.in_scope, ends - starts, 0)
    before = np.cumsum(lengths) - lengths
    width = max(int(ends.max(initial=0)), int(study.codings["end"].max() if len(codings) else 0)) + 1
    axis = spans + turns.source * width

    def position(name: str) -> Ints:
        # All bodies before the turn of the offset, and its own body up to the offset.
        offset = study.codings[name].to_numpy(dtype=np.int64)[codings]
        turn = np.searchsorted(axis, offset + study.source[codings] * width, side="right") - 1
        within: Ints = before[turn] + np.clip(offset - starts[turn], 0, lengths[turn])
        return within

    return position("start"), position("end")


def character_ranges(study: Study, codings: Ints) -> tuple[Ints, Ints]:
    """Return start and end of the codings' spans on one axis, source after source."""
    start, end = (study.codings[name].to_numpy(dtype=np.int64)[codings] for name in ("start", "end"))
    shift = study.source[codings] * (int(end.max(initial=0)) + 1)
    return start + shift, end + shift


def turn_ranges(study: Study, codings: Ints, before: int = 0) -> tuple[Ints, Ints]:
    """Return the half-open range of turns of each coding, extended by `before` turns of its source."""
    first_span = np.searchsorted(study.spans.coding, codings)
    last_span = np.searchsorted(study.spans.coding, codings, side="right") - 1
    first, end = study.spans.turn[first_span], study.spans.turn[last_span] + 1
    source_start = np.searchsorted(study.turns.source, study.turns.source[first])
    return np.maximum(first - before, source_start), end
