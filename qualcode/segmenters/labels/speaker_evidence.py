"""Decide which possible labels are speakers, by all labels of the file.

A file has a main style: the one with most labels that are speakers on their own evidence (see
`style_choice`). A label of another style is a speaker if its name is one in the main style, or if names recur
in that style too.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.candidates.find_labels import find_known_names, find_names_alone
from qualcode.segmenters.labels.label_styles import Label, Style
from qualcode.segmenters.labels.question_numbers import numbered_people
from qualcode.segmenters.labels.style_choice import StyleChoice

_INITIALS_COUNT = 3
_INITIALS_SHARE = 0.08
"""Share of paragraphs from which `NB:` or `TO:` are somebody's initials."""
_SAME_NAME_STYLES = (
    Style.COLON,
    Style.VOICE,
    Style.TIME,
    Style.BOLD,
    Style.HEADING,
    Style.GLUED,
    Style.ALONE,
    Style.DASH,
    Style.SEPARATED,
)
_OWN_EVIDENCE_STYLES = (
    Style.COLON,
    Style.VOICE,
    Style.TIME,
    Style.QUESTION_ANSWER,
    Style.GLUED,
    Style.DASH,
    Style.SEPARATED,
)
_USUAL_STYLES = (Style.COLON, Style.VOICE, Style.TIME, Style.GLUED, Style.DASH)
"""Styles that hardly have another meaning: labels in them that are not taken are warned about."""
_LOOSE_STYLES = (Style.SEPARATED, Style.NAME_LINE, Style.HEADING)
"""Styles that have other meanings: labels in them are warned about if at least two names recur."""
_MIN_LOOSE_NAMES = 2
_HALVES_OF_DAYS = ("am", "pm", "a.m", "p.m")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVerdict:
    """The labels that are speakers, and those that look like labels and are not taken."""

    labels: tuple[Label, ...] = ()
    doubtful: tuple[Label, ...] = ()


def choose_labels(
    candidates: Sequence[Label], text: str, paragraphs: int, named_keys: frozenset[str]
) -> LabelVerdict:
    """Return the accepted labels, one at most for each line; `named_keys` are always speakers."""
    counts = Counter([label.key for label in candidates])
    numbers, doubtful_numbers = numbered_people(candidates)
    name_like = {
        label.name
        for label in {label.name: label for label in candidates}.values()
        if label.key in named_keys | numbers or _may_be_name(label, counts[label.key], paragraphs)
    }
    by_style: dict[Style, list[Label]] = {}
    facts: list[Label] = []
    unsure: list[Label] = []
    for label in candidates:
        if label.name in name_like:
            by_style.setdefault(label.style, []).append(label)
        elif label.style in _USUAL_STYLES and speaker_names.introduces_fact(label.name):
            facts.append(label)
        elif label.key in doubtful_numbers or _may_be_label(label, counts[label.key]):
            unsure.append(label)
    choices = _style_choices(by_style, text, paragraphs, named_keys, len(facts))
    main = max(choices.values(), key=lambda choice: choice.weight, default=None)
    if main is None or not main.labels:
        doubtful = [
            label
            for style, choice in choices.items()
            for label in choice.doubtful
            if choice.counts[label.key] > 1 and style not in (Style.GLUED, Style.DASH, *_LOOSE_STYLES)
        ]
        doubtful += [*_loose_labels(choices), *(label for label in unsure if counts[label.key] > 1)]
        return LabelVerdict(doubtful=_once_a_line(doubtful))
    labels = _with_other_styles(main, choices, by_style)
    rows = _rows_of_speakers(labels, by_style.get(Style.TAB, ()))
    labels = _once_a_line(
        [*labels, *(row for row in rows if text.find("\t", row.end, _line_end(text, row)) < 0)]
    )
    doubtful = [
        label
        for style, choice in choices.items()
        if style is main.style or style in _USUAL_STYLES
        for label in choice.doubtful
    ]
    doubtful += [*unsure, *rows, *_loose_labels(choices), *find_known_names(text, labels)]
    doubtful += [
        label for label in facts if counts[label.key] > 1 or speaker_names.may_be_initials(label.name)
    ]
    return LabelVerdict(labels=labels, doubtful=_once_a_line(_without_taken(doubtful, labels)))


def _without_taken(doubtful: Iterable[Label], labels: Sequence[Label]) -> list[Label]:
    """Return the labels that do not begin or lie within one of those that are taken."""
    starts = [label.start for label in labels]

    def is_taken(label: Label) -> bool:
        number = bisect_right(starts, label.start) - 1
        if label.style is Style.TIME and label.key.strip(".") in _HALVES_OF_DAYS:
            return True  # `10:02 AM` alone on a line, below the name that was taken
        return number >= 0 and (label.start == starts[number] or label.end <= labels[number].end)

    return [label for label in doubtful if not is_taken(label)]


def _may_be_label(label: Label, count: int) -> bool:
    """Whether somebody has to look at a label that is no name: `IS:` once, `Nia says:` several times."""
    return label.style in _USUAL_STYLES and (
        speaker_names.may_be_initials(label.name)
        or (count > 1 and speaker_names.is_somebody_saying(label.name))
    )


def _loose_labels(choices: Mapping[Style, StyleChoice]) -> list[Label]:
    """Return the labels with names that recur in one of the styles with other meanings, if several do."""
    loose: list[Label] = []
    for style in _LOOSE_STYLES:
        labels = choices[style].doubtful if style in choices else ()
        recurring = {label.key for label in labels if choices[style].counts[label.key] > 1}
        if len(recurring) >= _MIN_LOOSE_NAMES:
            loose += [label for label in labels if label.key in recurring]
    return loose


def _may_be_name(label: Label, count: int, paragraphs: int) -> bool:
    return not speaker_names.is_not_a_name(label.name) or (
        speaker_names.may_be_initials(label.name)
        and (label.style is Style.TIME or count >= max(_INITIALS_COUNT, _INITIALS_SHARE * paragraphs))
    )


def _style_choices(
    by_style: dict[Style, list[Label]], text: str, paragraphs: int, named_keys: frozenset[str], facts: int
) -> dict[Style, StyleChoice]:
    """Return the choice in each style; names alone on a line are added to `by_style` if labels have times."""
    if Style.TIME in by_style:
        by_style[Style.ALONE] = find_names_alone(text, frozenset(label.key for label in by_style[Style.TIME]))
    totals: Counter[str] = Counter()
    for style in _SAME_NAME_STYLES:
        if style in by_style:
            totals.update([label.key for label in by_style[style]])
    return {
        style: StyleChoice(style, labels, text, paragraphs, named_keys, totals, facts)
        for style, labels in by_style.items()
        if style is not Style.ALONE
    }


def _with_other_styles(
    main: StyleChoice, choices: Mapping[Style, StyleChoice], by_style: Mapping[Style, Sequence[Label]]
) -> tuple[Label, ...]:
    """Return the labels of the main style and those of others with names that recur or are known."""
    accepted = list(main.labels)
    for style in _OWN_EVIDENCE_STYLES:
        if style in choices and style is not main.style:
            accepted += choices[style].recurring_labels(len(main.labels))
    keys = {label.key for label in accepted}
    for style in _SAME_NAME_STYLES:
        if style in by_style and style is not main.style:
            accepted += [label for label in by_style[style] if label.key in keys]
    if len(accepted) > len(main.labels) and main.style in _SAME_NAME_STYLES:
        accepted += [label for label in by_style[main.style] if label.key in keys]
    return _once_a_line(accepted)


def _rows_of_speakers(labels: Sequence[Label], rows: Sequence[Label]) -> list[Label]:
    """Return the rows of tables, after the first label, that begin with the name of a speaker."""
    keys = {label.key for label in labels}
    return [row for row in rows if row.key in keys and row.start > labels[0].start]


def _line_end(text: str, label: Label) -> int:
    line_end = text.find("\n", label.end)
    return len(text) if line_end < 0 else line_end


def _once_a_line(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels in text order, of several on one line the one with a time, or else the longest."""
    labels = tuple(labels)
    if all(earlier.end <= later.start for earlier, later in pairwise(labels)):
        return labels
    by_line: dict[int, Label] = {}
    for label in labels:
        existing = by_line.get(label.start)
        if existing is None or _rank(label) > _rank(existing):
            by_line[label.start] = label
    ordered: list[Label] = []
    for label in sorted(by_line.values(), key=lambda label: label.start):
        if not ordered or label.start >= ordered[-1].end:
            ordered.append(label)
    return tuple(ordered)


def _rank(label: Label) -> tuple[bool, bool, int]:
    return label.begins is not None, label.style is not Style.ALONE, label.end
