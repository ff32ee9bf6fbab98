"""Decide which possible labels are speakers, by five rules on all labels of the file.

1. A file has one style: the one with most labels that satisfy the other rules.
2. No name: more than six words, punctuation, a verb of saying (`He said:`), words such as `Note:`.
3. A name that recurs is a speaker, if another name does too, or it is a usual label (`I`, `Speaker 2`), or it
   labels most of the paragraphs.
4. A name that occurs once is a speaker if most paragraphs have labels, and if it comes after the first name
   that recurs: `Interviewer: Jane Smith` at the top of a page is no turn.
5. Words in lower case (`police officer:`) are a speaker only if they recur often.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.segmenters import speaker_names
from qualcode.segmenters.label_styles import Label, Style

_LABELLED_SHARE = 0.4
"""A file counts as labelled throughout if at least this share of its paragraphs has a label."""
_FREQUENT_COUNT = 3
_FREQUENT_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVerdict:
    """The labels that are speakers, and names that were nearly recognised as one."""

    labels: tuple[Label, ...] = ()
    doubtful: tuple[str, ...] = ()


def choose_labels(
    candidates: Iterable[Label], paragraphs: int, interviewer_keys: frozenset[str]
) -> LabelVerdict:
    """Return the accepted labels of the style that has most; `interviewer_keys` are always speakers."""
    by_style: dict[Style, list[Label]] = {}
    for label in candidates:
        if label.key in interviewer_keys or not speaker_names.is_not_a_name(label.name):
            by_style.setdefault(label.style, []).append(label)
    verdicts = [
        _choose_in_style(by_style[style], paragraphs, interviewer_keys)
        for style in Style
        if style in by_style
    ]
    return max(verdicts, key=lambda verdict: len(verdict.labels), default=LabelVerdict())


def _choose_in_style(
    labels: Sequence[Label], paragraphs: int, interviewer_keys: frozenset[str]
) -> LabelVerdict:
    counts = Counter(label.key for label in labels)
    usual = {key for key in counts if key in interviewer_keys or speaker_names.is_usual_label(key)}
    name_like = usual | {
        label.key
        for label in labels
        if speaker_names.is_capitalised(label.name) and not speaker_names.begins_sentence(label.key)
    }
    recurring = {key for key in name_like if counts[key] > 1} | _frequent_keys(counts, paragraphs)
    accepted = _recurring_speakers(recurring, usual, interviewer_keys)
    if (
        len(accepted) == 1
        and not accepted & usual
        and _share(counts, accepted, paragraphs) <= _LABELLED_SHARE
    ):
        accepted = set()
    once = name_like - accepted
    if _share(counts, name_like, paragraphs) >= _LABELLED_SHARE and len(name_like) > 1:
        first = next((label.start for label in labels if label.key in recurring), 0)
        accepted |= {
            label.key for label in labels if label.key in once and (label.start >= first or label.asks)
        }
    return LabelVerdict(
        labels=tuple(label for label in labels if label.key in accepted),
        doubtful=tuple(dict.fromkeys(label.name for label in labels if label.key in once - accepted)),
    )


def _frequent_keys(counts: Counter[str], paragraphs: int) -> set[str]:
    min_count = max(_FREQUENT_COUNT, _FREQUENT_SHARE * paragraphs)
    return {
        key for key, count in counts.items() if count >= min_count and not speaker_names.begins_sentence(key)
    }


def _recurring_speakers(recurring: set[str], usual: set[str], interviewer_keys: frozenset[str]) -> set[str]:
    """Return the names that recur; if fewer than two do, also the usual labels that occur once."""
    return recurring | (usual & interviewer_keys if len(recurring) > 1 else usual)


def _share(counts: Counter[str], keys: set[str], paragraphs: int) -> float:
    return sum(counts[key] for key in keys) / max(paragraphs, 1)
