"""Which possible labels are speakers: five rules, from the evidence of the whole file.

1. A file keeps to one style: the one whose labels are most, once the other rules have spoken.
2. What looks unlike a name is none: too many words, punctuation, a verb of saying (`He said:`), `Note:`.
3. A name that recurs is a speaker, if there is another beside it, it is a usual label (`I`, `Speaker 2`), or
   it stands before most of the paragraphs.
4. A name that occurs once is a speaker where most paragraphs are labelled, and not before the first that
   recurs: `Interviewer: Jane Smith` at the top of a page is not talk.
5. Words in lower case (`police officer:`) are a speaker only if they recur often.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.segmenters import speaker_names
from qualcode.segmenters.label_styles import Label, Style

_MOSTLY = 0.4
"""The share of paragraphs that begin with a label in a file that is labelled throughout."""
_OFTEN = 3
_OFTEN_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVerdict:
    """The labels that are speakers', and names that were nearly taken for one."""

    labels: tuple[Label, ...] = ()
    doubtful: tuple[str, ...] = ()


def weigh(candidates: Iterable[Label], paragraphs: int, named: frozenset[str]) -> LabelVerdict:
    """Return the labels of the style that accounts for most; `named` are keys a person vouches for."""
    by_style: dict[Style, list[Label]] = {}
    for label in candidates:
        if label.key in named or not speaker_names.is_false_friend(label.name):
            by_style.setdefault(label.style, []).append(label)
    verdicts = [_weigh_style(by_style[style], paragraphs, named) for style in Style if style in by_style]
    return max(verdicts, key=lambda verdict: len(verdict.labels), default=LabelVerdict())


def _weigh_style(labels: Sequence[Label], paragraphs: int, named: frozenset[str]) -> LabelVerdict:
    counts = Counter(label.key for label in labels)
    vouched = {key for key in counts if key in named or speaker_names.is_usual(key)}
    name_like = vouched | {
        label.key
        for label in labels
        if speaker_names.is_capitalised(label.name) and not speaker_names.is_opener(label.key)
    }
    recurring = {key for key in name_like if counts[key] > 1} | _frequent(counts, paragraphs)
    accepted = _recognised(recurring, vouched, named)
    if len(accepted) == 1 and not accepted & vouched and _share(counts, accepted, paragraphs) <= _MOSTLY:
        accepted = set()
    once = name_like - accepted
    if _share(counts, name_like, paragraphs) >= _MOSTLY and len(name_like) > 1:
        first = next((label.start for label in labels if label.key in recurring), 0)
        accepted |= {
            label.key for label in labels if label.key in once and (label.start >= first or label.asks)
        }
    return LabelVerdict(
        labels=tuple(label for label in labels if label.key in accepted),
        doubtful=tuple(dict.fromkeys(label.name for label in labels if label.key in once - accepted)),
    )


def _frequent(counts: Counter[str], paragraphs: int) -> set[str]:
    enough = max(_OFTEN, _OFTEN_SHARE * paragraphs)
    return {key for key, count in counts.items() if count >= enough and not speaker_names.is_opener(key)}


def _recognised(recurring: set[str], vouched: set[str], named: frozenset[str]) -> set[str]:
    """Return the names that recur; where fewer than two do, the usual labels that occur at all as well."""
    return recurring | (vouched & named if len(recurring) > 1 else vouched)


def _share(counts: Counter[str], keys: set[str], paragraphs: int) -> float:
    return sum(counts[key] for key in keys) / max(paragraphs, 1)
