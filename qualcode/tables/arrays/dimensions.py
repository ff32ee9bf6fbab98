"""Dimensions of tables: code, theme, coder, source, kind, case, speaker, or any attribute of cases.

A dimension is a relation from turn spans to labels. Code and coder belong to the coding; the others belong to
the turn of the span, so that a coding across two speakers is divided between them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from qualcode.errors import NotFoundError
from qualcode.model import Case, CodeKey
from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.sparse_relations import (
    Flags,
    Ints,
    concatenate,
    int_array,
    join_members,
    unique_sorted,
)
from qualcode.tables.frames import parse_numbers

VANISHED = "(not in the codebook)"
"""The theme of codes that are in use and no longer in the codebook."""

NONE = "(none)"
"""The label of turns without a case, a speaker or a value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dimension:
    """The labels of a dimension and its relation to turn spans, as two parallel arrays."""

    labels: tuple[str, ...]
    span: Ints
    """Positions of turn spans, ascending; a span has several labels (a code and those above it) or none."""
    label: Ints
    """The position of the label of each of `span`."""
    words: Ints
    """The number of words in scope of coded sources under each label: the denominator of shares."""
    turns: tuple[Ints, Ints] | None = None
    """The relation of turns to labels; None if the label belongs to the coding and not to the turn."""
    sources: Flags | None = None
    """Which sources could have each label, as labels by sources; None if all coded sources could."""
    none: int | None = None
    """The position of the label of turns without a case, a speaker or a value; None if there are none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Relation:
    """A relation from owners (codings or turns, ascending) to members (positions of labels)."""

    labels: Sequence[str]
    owners: Ints
    members: Ints


def dimension(study: Study, name: str) -> Dimension:
    """Return the dimension of this name; spans of a code have the codes above it as labels, too."""
    if name in _OF_CODINGS:
        relation = _OF_CODINGS[name](study)
        span, label = join_members(study.spans.coding, relation.owners, relation.members)
        words = np.full(len(relation.labels), study.coded_turn_words.sum())
        sources = None
        if name == "coder":
            sources = study.coded[study.counted_coders]
            words = sources @ np.bincount(study.turns.source, study.coded_turn_words, len(study.sources))
        return Dimension(
            labels=tuple(relation.labels),
            span=span,
            label=label,
            words=words.astype(np.int64),
            sources=sources,
        )
    if name in _OF_TURNS:
        return _turn_dimension(study, _OF_TURNS[name](study))
    if name in attributes(study.cases):
        return _turn_dimension(study, _values(study, name))
    raise NotFoundError.among("attribute", name, dimension_names(study.cases))


def dimension_names(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the names of all dimensions; an attribute with the name of another dimension is left out."""
    return tuple(dict.fromkeys((*_OF_CODINGS, *_OF_TURNS, *attributes(cases))))


def own_label(name: str, taken: Iterable[str]) -> str:
    """Return a label of the program's own, in brackets or with a number if a value of the data has its name.

    Letter case does not tell two labels apart.
    """
    used = {label.casefold() for label in taken}
    bracketed = name if name.startswith("(") else f"({name})"
    candidates = chain((name, bracketed), (f"{bracketed} {number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate.casefold() not in used)


def value_position(labels: Sequence[str], name: str) -> int | None:
    """Return the position of a label, in any letter case if none is spelt like this; None without one."""
    if name in labels:
        return labels.index(name)
    spelled = [label.casefold() for label in labels]
    return spelled.index(name.strip().casefold()) if name.strip().casefold() in spelled else None


def attributes(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the names of the attributes of all cases in the order of their first appearance."""
    return tuple(dict.fromkeys(name for case in cases for name in case.attributes))


def theme_name(study: Study, key: CodeKey) -> str:
    """Return the key of the code's theme, or `VANISHED`."""
    return study.codebook.theme(key).key if key in study.codebook else VANISHED


def cases_of_turns(study: Study) -> tuple[Ints, Ints]:
    """Return the relation of turns to cases; a case with a whole source has its preamble, too."""
    bounds = np.searchsorted(study.turns.source, np.arange(len(study.sources) + 1))
    positions = {facts.id: number for number, facts in enumerate(study.sources)}
    owners, members = [], []
    for number, case in enumerate(study.cases):
        for source, speaker in case.sources:
            if source in positions:
                position = positions[source]
                turns = np.arange(bounds[position], bounds[position + 1])
                if speaker:
                    turns = turns[[study.turns.turns[turn].speaker == speaker for turn in turns]]
                owners.append(turns)
                members.append(np.full(len(turns), number))
    return _distinct_pairs(concatenate(owners), concatenate(members))


def _codes(study: Study) -> _Relation:
    position_of = {key: number for number, key in enumerate(study.keys)}
    branches = [(*_ancestors(study, key), key) for key in study.keys]
    owners = np.repeat(np.arange(len(branches)), [len(branch) for branch in branches])
    coding, code = join_members(
        study.code, owners, int_array(position_of[key] for branch in branches for key in branch)
    )
    return _Relation(study.keys, coding, code)


def _ancestors(study: Study, key: CodeKey) -> Iterable[CodeKey]:
    return (code.key for code in study.codebook.ancestors(key)) if key in study.codebook else ()


def _themes(study: Study) -> _Relation:
    labels: list[str] = [code.key for code in study.codebook.codes]
    if len(study.keys) > len(study.codebook):
        labels.append(VANISHED)
    position_of = {label: number for number, label in enumerate(labels)}
    theme_of = int_array(position_of[theme_name(study, key)] for key in study.keys)
    return _Relation(labels, np.arange(len(study.code)), theme_of[study.code])


def _coders(study: Study) -> _Relation:
    counted = study.counted_coders
    number, owners = np.cumsum(counted) - 1, np.flatnonzero(counted[study.coder])
    names = [name for name, is_counted in zip(study.coders, counted.tolist(), strict=True) if is_counted]
    return _Relation(names, owners, number[study.coder[owners]])


def _sources(study: Study) -> _Relation:
    return _Relation(study.source_names, np.arange(len(study.turns.source)), study.turns.source)


def _kinds(study: Study) -> _Relation:
    kinds = [facts.kind.value for facts in study.sources]
    labels = list(dict.fromkeys(kinds))
    kind_of = int_array(labels.index(kind) for kind in kinds)
    return _Relation(labels, np.arange(len(study.turns.source)), kind_of[study.turns.source])


def _speakers(study: Study) -> _Relation:
    named = [(number, turn.speaker) for number, turn in enumerate(study.turns.turns) if turn.speaker]
    labels = first_spellings(name for _, name in named)
    position_of = {name: number for number, name in enumerate(labels)}
    return _Relation(
        tuple(labels.values()),
        int_array(number for number, _ in named),
        int_array(position_of[name.casefold()] for _, name in named),
    )


def _cases(study: Study) -> _Relation:
    return _Relation([case.name for case in study.cases], *cases_of_turns(study))


def values_in_order(cases: Sequence[Case], attribute: str) -> list[str]:
    """Return the different values of an attribute: by size if all are numbers, else by alphabet.

    Values in another letter case are the same value, in the spelling seen first.
    """
    texts = [attribute_value(case, attribute) for case in cases]
    numeric = dict(zip(texts, parse_numbers(texts), strict=True))
    different = first_spellings(filter(None, texts)).values()
    return sorted(different, key=lambda text: (_as_float(numeric[text]), text.casefold(), text))


def first_spellings(names: Iterable[str]) -> dict[str, str]:
    """Return the first spelling of each name by the name in small letters (casefolded), in order."""
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(name.casefold(), name)
    return spellings


def attribute_value(case: Case, attribute: str) -> str:
    """Return the case's value of an attribute without surrounding white space; empty without a value."""
    return case.attributes.get(attribute, "").strip()


def _values(study: Study, attribute: str) -> _Relation:
    labels = values_in_order(study.cases, attribute)
    position_of = {label.casefold(): number for number, label in enumerate(labels)}
    numbered = int_array(
        position_of.get(attribute_value(case, attribute).casefold(), -1) for case in study.cases
    )
    turn, case = cases_of_turns(study)
    turn, value = _distinct_pairs(turn, numbered[case])
    return _Relation(labels, turn[value >= 0], value[value >= 0])


def _as_float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _distinct_pairs(owners: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Return the relation in ascending order, each pair once; members are -1 or more."""
    width = int(members.max(initial=0)) + 2
    pairs = unique_sorted(owners * width + members + 1)  # + 1, so that -1 (no value) fits
    return pairs // width, pairs % width - 1


def _turn_dimension(study: Study, relation: _Relation) -> Dimension:
    """Return the dimension of a relation of turns; labels without speech or codings in scope are left out."""
    turns = len(study.turns.turns)
    unlabelled = np.setdiff1d(np.arange(turns), relation.owners)
    owners = np.r_[relation.owners, unlabelled]
    members = np.r_[relation.members, np.full(len(unlabelled), len(relation.labels))]
    order = np.argsort(owners, kind="stable")
    owners, members = owners[order], members[order]
    words = np.bincount(members, study.coded_turn_words[owners], len(relation.labels) + 1)
    speech = study.turns.in_scope & np.array([turn.number > 0 for turn in study.turns.turns], dtype=bool)
    occurs = speech | (np.bincount(study.spans.turn, minlength=turns) > 0)
    used = np.unique(members[occurs[owners]])
    labels = (*relation.labels, own_label(NONE, relation.labels))
    renumbered = np.cumsum(np.isin(np.arange(len(labels)), used)) - 1
    members = renumbered[members]
    span, label = join_members(study.spans.turn, owners, members)
    return Dimension(
        labels=tuple(labels[number] for number in used),
        span=span,
        label=label,
        words=words[used].astype(np.int64),
        turns=(owners[occurs[owners]], members[occurs[owners]]),
        none=len(used) - 1 if len(used) and used[-1] == len(relation.labels) else None,
    )


_OF_CODINGS: Mapping[str, Callable[[Study], _Relation]] = {
    "code": _codes,
    "theme": _themes,
    "coder": _coders,
}
_OF_TURNS: Mapping[str, Callable[[Study], _Relation]] = {
    "source": _sources,
    "kind": _kinds,
    "case": _cases,
    "speaker": _speakers,
}
