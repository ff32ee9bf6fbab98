"""What a table may be divided by: code, theme, coder, source, kind, case, speaker, or any attribute.

A dimension is a relation from spans of codings to labels. Code and coder belong to the coding; the others
belong to the turn in which the span lies, so that a coding across two speakers is divided between them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.errors import NotFoundError
from qualcode.model import Case, CodeKey
from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.sparse_relations import Ints, concatenate, int_array, join_members, unique_sorted
from qualcode.tables.frames import parse_numbers

VANISHED = "(not in the codebook)"
"""The theme of codes that codings have and the codebook has no more."""

NONE = "(none)"
"""The label of what has no case, no speaker or no value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dimension:
    """Labels, and which spans of codings each of them has."""

    labels: tuple[str, ...]
    span: Ints
    """In ascending order; a span may have several labels (a code and those above it) or none."""
    label: Ints
    words: Ints
    """How many words in scope could have been coded under each label: what a share is a share of."""
    turns: tuple[Ints, Ints] | None = None
    """The relation of turns to labels; None where the coding decides and not the turn."""


@dataclass(frozen=True, slots=True, eq=False)
class _Relation:
    """Labels, and the members (labels by position) of owners (codings or turns) in ascending order."""

    labels: Sequence[str]
    owners: Ints
    members: Ints


def dimension(study: Study, name: str) -> Dimension:
    """Return the dimension of this name; a code's spans belong to the codes above it as well."""
    if name in _OF_CODINGS:
        relation = _OF_CODINGS[name](study)
        span, label = join_members(study.spans.coding, relation.owners, relation.members)
        words = np.full(len(relation.labels), study.turns.words_in_scope.sum())
        return Dimension(labels=tuple(relation.labels), span=span, label=label, words=words)
    if name in _OF_TURNS:
        return _turn_dimension(study, _OF_TURNS[name](study))
    if name in attributes(study.cases):
        return _turn_dimension(study, _values(study, name))
    raise NotFoundError.among("attribute", name, dimension_names(study.cases))


def dimension_names(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return everything that a table can be divided by; an attribute of the same name steps back."""
    return tuple(dict.fromkeys((*_OF_CODINGS, *_OF_TURNS, *attributes(cases))))


def attributes(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the attributes that any case has, in the order in which they appear."""
    return tuple(dict.fromkeys(name for case in cases for name in case.attributes))


def theme_name(study: Study, key: CodeKey) -> str:
    """Return the key of the theme that the code belongs to."""
    return study.codebook.theme(key).key if key in study.codebook else VANISHED


def cases_of_turns(study: Study) -> tuple[Ints, Ints]:
    """Return the relation of turns to cases; a case that has the whole source has its preamble too."""
    bounds = np.searchsorted(study.turns.source, np.arange(len(study.sources) + 1))
    at = {facts.id: number for number, facts in enumerate(study.sources)}
    owners, members = [], []
    for number, case in enumerate(study.cases):
        for source, speaker in case.sources:
            if source in at:
                turns = np.arange(bounds[at[source]], bounds[at[source] + 1])
                if speaker:
                    turns = turns[[study.turns.turns[turn].speaker == speaker for turn in turns]]
                owners.append(turns)
                members.append(np.full(len(turns), number))
    return _distinct_pairs(concatenate(owners), concatenate(members))


def _codes(study: Study) -> _Relation:
    place = {key: number for number, key in enumerate(study.keys)}
    lines = [(*_ancestors(study, key), key) for key in study.keys]
    owners = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    coding, code = join_members(study.code, owners, int_array(place[key] for line in lines for key in line))
    return _Relation(study.keys, coding, code)


def _ancestors(study: Study, key: CodeKey) -> Iterable[CodeKey]:
    return (code.key for code in study.codebook.ancestors(key)) if key in study.codebook else ()


def _themes(study: Study) -> _Relation:
    labels: list[str] = [code.key for code in study.codebook.codes]
    if len(study.keys) > len(study.codebook):
        labels.append(VANISHED)
    place = {label: number for number, label in enumerate(labels)}
    theme_of = int_array(place[theme_name(study, key)] for key in study.keys)
    return _Relation(labels, np.arange(len(study.code)), theme_of[study.code])


def _coders(study: Study) -> _Relation:
    return _Relation(study.coders, np.arange(len(study.coder)), study.coder)


def _sources(study: Study) -> _Relation:
    return _Relation(study.source_names, np.arange(len(study.turns.source)), study.turns.source)


def _kinds(study: Study) -> _Relation:
    kinds = [facts.kind.value for facts in study.sources]
    labels = list(dict.fromkeys(kinds))
    kind_of = int_array(labels.index(kind) for kind in kinds)
    return _Relation(labels, np.arange(len(study.turns.source)), kind_of[study.turns.source])


def _speakers(study: Study) -> _Relation:
    named = [(number, turn.speaker) for number, turn in enumerate(study.turns.turns) if turn.speaker]
    place = {name: at for at, name in enumerate(dict.fromkeys(name for _, name in named))}
    return _Relation(
        tuple(place), int_array(number for number, _ in named), int_array(place[name] for _, name in named)
    )


def _cases(study: Study) -> _Relation:
    return _Relation([case.name for case in study.cases], *cases_of_turns(study))


def values_in_order(cases: Sequence[Case], attribute: str) -> list[str]:
    """Return the different values of an attribute: as numbers where all are, else by alphabet."""
    texts = [attribute_value(case, attribute) for case in cases]
    numeric = dict(zip(texts, parse_numbers(texts), strict=True))
    return sorted(set(texts) - {""}, key=lambda text: (_as_float(numeric[text]), text.casefold(), text))


def attribute_value(case: Case, attribute: str) -> str:
    """Return the case's value without the space around it; empty where it has none."""
    return case.attributes.get(attribute, "").strip()


def _values(study: Study, attribute: str) -> _Relation:
    labels = values_in_order(study.cases, attribute)
    place = {label: number for number, label in enumerate(labels)}
    numbered = int_array(place.get(attribute_value(case, attribute), -1) for case in study.cases)
    turn, case = cases_of_turns(study)
    turn, value = _distinct_pairs(turn, numbered[case])
    return _Relation(labels, turn[value >= 0], value[value >= 0])


def _as_float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _distinct_pairs(owners: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Return the relation in order, each pair once."""
    width = int(members.max(initial=0)) + 2
    pairs = unique_sorted(owners * width + members + 1)  # a member may be -1: no value
    return pairs // width, pairs % width - 1


def _turn_dimension(study: Study, relation: _Relation) -> Dimension:
    """Return the dimension of a relation of turns, with only the labels that anything in scope has."""
    turns = len(study.turns.turns)
    others = np.setdiff1d(np.arange(turns), relation.owners)
    owners = np.r_[relation.owners, others]
    members = np.r_[relation.members, np.full(len(others), len(relation.labels))]
    order = np.argsort(owners, kind="stable")
    owners, members = owners[order], members[order]
    words = np.bincount(members, study.turns.words_in_scope[owners], len(relation.labels) + 1)
    speech = study.turns.in_scope & np.array([turn.number > 0 for turn in study.turns.turns], dtype=bool)
    there = speech | (np.bincount(study.spans.turn, minlength=turns) > 0)
    kept = np.unique(members[there[owners]])
    labels = (*relation.labels, NONE)
    renumbered = np.cumsum(np.isin(np.arange(len(labels)), kept)) - 1
    members = renumbered[members]
    span, label = join_members(study.spans.turn, owners, members)
    return Dimension(
        labels=tuple(labels[number] for number in kept),
        span=span,
        label=label,
        words=words[kept].astype(np.int64),
        turns=(owners[there[owners]], members[there[owners]]),
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
