"""Codes that occur together: on overlapping words, in one sentence, in one turn, or within some turns.

Only codings of one coder are set beside each other: two coders who agree would otherwise look like two
codes that go together. `together` counts pairs of codings; Jaccard's coefficient sets the words (sentences,
turns, windows of turns) that have both codes against those that have either.
"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import VANISHED, theme_name
from qualcode.tables.arrays.interval_overlap import count_meeting_pairs, count_shared, jaccard
from qualcode.tables.arrays.sparse_relations import Ints, merge_ranges

WITHIN = ("overlap", "sentence", "turn", "N turns")
"""How near is together; `2 turns` is a turn and the two after it."""

_TURNS = re.compile(r"(\d{1,4}) turns?")


def cooccurrence(
    study: Study,
    *,
    within: str = "overlap",
    by: str = "code",
    per_coder: bool = False,
    scope: Scope | None = None,
) -> pd.DataFrame:
    """Return each two codes (or themes) that occur together, the most frequent pairs first.

    A row has both codes, how many codings each has, how many pairs of codings meet, and Jaccard's
    coefficient; with `per_coder` also the coder. Codes count as themselves, without those below them.
    """
    study = study.within(scope or Scope())
    labels, label = _labels(study, by)
    parts = [_only_coder(study, coder) for coder in range(len(study.coders))] if per_coder else [study]
    tables = [_pairs(part, labels, label, within) for part in parts]
    if per_coder:
        for coder, table in zip(study.coders, tables, strict=True):
            table.insert(0, "coder", coder)
    found = pd.concat(tables, ignore_index=True) if tables else _pairs(study, labels, label, within)
    return found.sort_values("together", ascending=False, kind="stable", ignore_index=True)


def square_matrix(pairs: pd.DataFrame, of: str = "together") -> pd.DataFrame:
    """Return pairs of codes as a table of codes by codes; the diagonal has each code's own codings, or 1."""
    one, other = pairs["one"].tolist(), pairs["other"].tolist()
    own = dict(zip(one + other, [*pairs["one_codings"], *pairs["other_codings"]], strict=True))
    names = sorted(own)
    place = {name: at for at, name in enumerate(names)}
    cells = np.diag([1.0 if of == "jaccard" else own[name] for name in names])
    rows, columns = [place[name] for name in one], [place[name] for name in other]
    cells[rows, columns] = cells[columns, rows] = pairs[of]
    return pd.DataFrame({"code": names, **dict(zip(names, cells.T, strict=True))})


def _labels(study: Study, by: str) -> tuple[tuple[str, ...], Ints]:
    if by == "code":
        return study.keys, study.code
    if by != "theme":
        raise NotFoundError.among("way to pair codings", by, ("code", "theme"))
    labels = (*(code.key for code in study.codebook.codes), VANISHED)
    theme = np.array([labels.index(theme_name(study, key)) for key in study.keys], dtype=np.int64)
    return labels, theme[study.code]


def _only_coder(study: Study, coder: int) -> Study:
    return replace(study, spans=study.spans.select(study.coder[study.spans.coding] == coder))


def _pairs(study: Study, labels: tuple[str, ...], label: Ints, within: str) -> pd.DataFrame:
    codings = study.spans.codings
    first, end = _unit_ranges(study, codings, within)
    together = count_meeting_pairs(study.coder[codings], label[codings], first, end, len(labels))
    common = _shared_units(study, labels, label, within, (codings, first, end))
    own = np.bincount(label[codings], minlength=len(labels))
    one, other = np.nonzero(np.triu(together, k=1))
    names = np.array(labels, dtype=object)
    return pd.DataFrame(
        {
            "one": names[one],
            "other": names[other],
            "one_codings": own[one],
            "other_codings": own[other],
            "together": together[one, other],
            "jaccard": jaccard(common)[one, other],
        }
    )


def _shared_units(
    study: Study, labels: tuple[str, ...], label: Ints, within: str, reach: tuple[Ints, Ints, Ints]
) -> Ints:
    """Return how many units each two codes share: words for overlap, else what `within` names."""
    coding, first, end = reach
    if within == "overlap":
        coding, first, end = study.spans.coding, study.spans.first, study.spans.end
    group, first, end = merge_ranges(study.coder[coding] * len(labels) + label[coding], first, end)
    return count_shared(group // max(len(labels), 1), group % max(len(labels), 1), first, end, len(labels))


def _unit_ranges(study: Study, codings: Ints, within: str) -> tuple[Ints, Ints]:
    """Return what each coding extends over, as a range of characters, sentences or turns of the study."""
    turns = _TURNS.fullmatch(within)
    if within == "overlap":
        return character_ranges(study, codings)
    if within == "sentence":
        if not study.sentence_end.any() and len(codings):
            raise UsageError("The sources were gathered without their sentences.")
        return study.sentence_first[codings], study.sentence_end[codings]
    if within == "turn" or turns:
        return turn_ranges(study, codings, int(turns.group(1)) if turns else 0)
    raise NotFoundError.among("nearness", within, WITHIN, f"There are {', '.join(WITHIN)}.")


def character_ranges(study: Study, codings: Ints) -> tuple[Ints, Ints]:
    """Return start and end of the codings' spans on one line, source after source."""
    start, end = (study.codings[name].to_numpy(dtype=np.int64)[codings] for name in ("start", "end"))
    shift = study.source[codings] * (int(end.max(initial=0)) + 1)
    return start + shift, end + shift


def turn_ranges(study: Study, codings: Ints, before: int = 0) -> tuple[Ints, Ints]:
    """Return the range of turns in scope that each coding meets, widened by some turns before it."""
    at = np.searchsorted(study.spans.coding, codings)
    last = np.searchsorted(study.spans.coding, codings, side="right") - 1
    first, end = study.spans.turn[at], study.spans.turn[last] + 1
    opens = np.searchsorted(study.turns.source, study.turns.source[first])
    return np.maximum(first - before, opens), end
