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

from qualcode.segmenters import names
from qualcode.segmenters.labels import Label, Style

_MOSTLY = 0.4
"""The share of paragraphs that begin with a label in a file that is labelled throughout."""
_OFTEN = 3
_OFTEN_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The labels that are speakers', and names that were nearly taken for one."""

    labels: tuple[Label, ...] = ()
    doubtful: tuple[str, ...] = ()


def weigh(candidates: Iterable[Label], paragraphs: int, named: frozenset[str]) -> Verdict:
    """Return the labels of the style that accounts for most; `named` are keys a person vouches for."""
    by_style: dict[Style, list[Label]] = {}
    for label in candidates:
        if label.key in named or not names.is_false_friend(label.name):
            by_style.setdefault(label.style, []).append(label)
    verdicts = [_weigh_style(by_style[style], paragraphs, named) for style in Style if style in by_style]
    return max(verdicts, key=lambda verdict: len(verdict.labels), default=Verdict())


def _weigh_style(labels: Sequence[Label], paragraphs: int, named: frozenset[str]) -> Verdict:
    counts = Counter(label.key for label in labels)
    name_like = {label.key for label in labels if names.is_capitalised(label.name)}
    vouched = {key for key in counts if key in named or names.is_usual(key)}
    often = {key for key, count in counts.items() if count >= max(_OFTEN, _OFTEN_SHARE * paragraphs)}
    recurring = {key for key, count in counts.items() if count > 1 and key in name_like | vouched} | often
    recurring = {key for key in recurring if key in vouched or not names.is_opener(key)}
    share = sum(counts[key] for key in name_like | vouched) / max(paragraphs, 1)
    accepted = recurring | (vouched if len(recurring) < 2 else vouched & named)  # noqa: PLR2004 - an interview has two
    if not (
        len(accepted) > 1 or accepted & vouched or sum(counts[key] for key in accepted) > _MOSTLY * paragraphs
    ):
        accepted = set()
    once = {key for key in name_like - accepted if counts[key] == 1 and not names.is_opener(key)} | (
        vouched - accepted
    )
    if share >= _MOSTLY and len(accepted | once) > 1:
        first = next((label.start for label in labels if label.key in recurring), 0)
        late = {label.key for label in labels if label.key in once and (label.start > first or label.asks)}
        accepted |= late if accepted else once
    chosen = tuple(label for label in labels if label.key in accepted)
    return Verdict(labels=chosen, doubtful=_doubtful(labels, once - accepted))


def _doubtful(labels: Sequence[Label], keys: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label.name for label in labels if label.key in keys))
