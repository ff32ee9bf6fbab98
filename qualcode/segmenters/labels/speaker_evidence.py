"""Decide which possible labels are speakers, by rules on all labels of the file.

1. A file has a main style: the one with most labels that satisfy the other rules. A label of another style is
   a speaker if its name is one in the main style, or if names recur in that style too.
2. No name: a verb of saying (`He said:`), words such as `Note:`, the end of a sentence.
3. A name that recurs is a speaker, if another name does too, or it is a usual label (`I`, `Speaker 2`), or it
   labels most of the paragraphs. A name with a comma, a slash or more than six words has to recur.
4. A name that occurs once is a speaker if most paragraphs have labels, and if it comes after the first name
   that recurs; or if its author set it in bold type, as the names that recur.
5. Words in lower case (`police officer:`) are a speaker only if they recur often.
6. Names that follow each other in a fixed order, with short values, are the fields of a form.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.form_fields import are_form_fields, have_no_words
from qualcode.segmenters.labels.label_styles import Label, Style, find_names_alone

_LABELLED_SHARE = 0.4
"""A file counts as labelled throughout if at least this share of its paragraphs has a label."""
_FREQUENT_COUNT = 3
_FREQUENT_SHARE = 0.05
_INITIALS_SHARE = 0.08
"""Share of paragraphs from which `NB:` or `TO:` are somebody's initials."""
_MAX_FREQUENT_WORDS = 5
_AMBIGUOUS_SHARE = 0.25
"""Share of paragraphs that have labels, from which `Chair` or `A` is a speaker though it occurs once."""
_MARKED_SHARE = 0.8
"""Share of the accepted labels in bold type, from which labels that are not have to recur."""
_MAX_NAMES_WITHOUT_RECURRENCE = 2
_MIN_QUESTIONS = 2

_ONLY_KNOWN_NAMES = frozenset({Style.GLUED, Style.ALONE})
_SAME_NAME_STYLES = frozenset(
    {Style.COLON, Style.VOICE, Style.TIME, Style.BOLD, Style.HEADING, Style.GLUED, Style.ALONE}
)
_OWN_EVIDENCE_STYLES = frozenset({Style.COLON, Style.VOICE, Style.TIME, Style.QUESTION_ANSWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVerdict:
    """The labels that are speakers, and those that look like labels and are not taken."""

    labels: tuple[Label, ...] = ()
    doubtful: tuple[Label, ...] = ()


def choose_labels(
    candidates: Sequence[Label], text: str, paragraphs: int, named_keys: frozenset[str]
) -> LabelVerdict:
    """Return the accepted labels, one at most for each line; `named_keys` are always speakers."""
    by_style: dict[Style, list[Label]] = {}
    facts: list[Label] = []
    counts = Counter((label.style, label.key) for label in candidates)
    for label in candidates:
        if (
            label.key in named_keys
            or not speaker_names.is_not_a_name(label.name)
            or (
                speaker_names.may_be_initials(label.name)
                and counts[label.style, label.key] >= _FREQUENT_COUNT
            )
        ):
            by_style.setdefault(label.style, []).append(label)
        elif (
            label.style in (Style.COLON, Style.TIME)
            and speaker_names.introduces_fact(label.name)
            and counts[label.style, label.key] > 1
        ):
            facts.append(label)
    if Style.TIME in by_style:
        by_style[Style.ALONE] = find_names_alone(text, frozenset(label.key for label in by_style[Style.TIME]))
    totals = Counter(label.key for style in _SAME_NAME_STYLES for label in by_style.get(style, ()))
    fact_count = sum(
        1 for label in candidates if label.style is Style.COLON and speaker_names.introduces_fact(label.name)
    )
    choices = {
        style: _StyleChoice(style, by_style[style], text, paragraphs, named_keys, totals, fact_count)
        for style in Style
        if style in by_style and style is not Style.ALONE
    }
    main = max(choices.values(), key=lambda choice: len(choice.labels), default=None)
    if main is None or not main.labels:
        doubtful = tuple(
            label
            for choice in choices.values()
            for label in choice.doubtful
            if choice.counts[label.key] > 1 and choice.style is not Style.GLUED
        )
        return LabelVerdict(doubtful=_once_a_line(doubtful))
    accepted = list(main.labels)
    keys = {label.key for label in main.labels}
    for style in _OWN_EVIDENCE_STYLES - {main.style}:
        if style in choices:
            accepted += choices[style].recurring_labels(len(main.labels))
    keys |= {label.key for label in accepted}
    for style in _SAME_NAME_STYLES:
        accepted += [label for label in by_style.get(style, ()) if label.key in keys]
    labels = _once_a_line(accepted)
    taken = {label.start for label in labels}
    doubtful = tuple(
        label
        for style, choice in choices.items()
        if style in (Style.COLON, Style.TIME, Style.VOICE, main.style)
        for label in choice.doubtful
        if label.start not in taken
    )
    facts = [label for label in facts if label.start not in taken]
    return LabelVerdict(labels=labels, doubtful=_once_a_line((*doubtful, *facts)))


class _StyleChoice:
    """The labels of one style: which are accepted on their own evidence, which look like labels."""

    def __init__(
        self,
        style: Style,
        labels: Sequence[Label],
        text: str,
        paragraphs: int,
        named_keys: frozenset[str],
        totals: Mapping[str, int],
        facts: int,
    ) -> None:
        self.style = style
        self._all = labels
        self.counts = Counter(label.key for label in labels)
        self._paragraphs = paragraphs
        self._text = text
        self._facts = facts
        self._named = named_keys & self.counts.keys()
        self._usual = {key for key in self.counts if speaker_names.is_usual_label(key)} | self._named
        self._name_like = self._usual | {label.key for label in labels if _looks_like_name(label)}
        self._unusual = {
            label.key
            for label in labels
            if style is not Style.TIME and speaker_names.is_unusual_name(label.name)
        } - self._usual
        self._recurring = {
            key for key in self._name_like if max(self.counts[key], totals[key]) > 1
        } | self._frequent_keys()
        keys = self._accepted_keys(labels)
        accepted = [label for label in labels if label.key in keys]
        if not self._is_a_style(accepted) or are_form_fields(text, accepted, paragraphs, facts):
            keys = set(self._named)
        self.labels = tuple(label for label in labels if label.key in keys)
        self.doubtful = tuple(
            label
            for label in labels
            if label.key in self._name_like | self._recurring and label.key not in keys
        )

    def recurring_labels(self, main_labels: int) -> tuple[Label, ...]:
        """Return the labels of speakers beside those of the main style, which has `main_labels` labels.

        Names that recur, if two do, all are usual labels, or most paragraphs have labels; in that case also
        names with a title that occur once.
        """
        if not self._is_a_style(self._all):
            return ()
        keys = {key for key in self._recurring if self.counts[key] > 1}
        is_labelled = (
            main_labels + sum(self.counts[key] for key in keys) >= _LABELLED_SHARE * self._paragraphs
        )
        if not is_labelled and len(keys) < _MIN_QUESTIONS and not keys <= self._usual:
            return ()
        labels = [label for label in self._all if label.key in keys]
        if are_form_fields(self._text, labels, self._paragraphs, self._facts):
            return ()
        if keys and is_labelled:
            keys |= {label.key for label in self._all if speaker_names.has_title(label.name)}
        return tuple(label for label in self._all if label.key in keys)

    def _accepted_keys(self, labels: Sequence[Label]) -> set[str]:
        keys = self._recurring_speakers()
        if len(keys) == 1 and not keys & self._usual and self._share(keys) <= _LABELLED_SHARE:
            keys = set()
        # A file with such names among those that recur may have others that occur once.
        usual_names = self._name_like - (set() if self._unusual & keys else self._unusual)
        marked = [label for label in labels if label.marked]
        marked_names = {label.key for label in marked} & usual_names
        mostly_marked = bool(keys) and sum(1 for label in marked if label.key in keys) >= _MARKED_SHARE * sum(
            self.counts[key] for key in keys
        )
        once: set[str] = set()
        if self._share(usual_names) >= _LABELLED_SHARE and (
            keys or len(usual_names) == _MAX_NAMES_WITHOUT_RECURRENCE
        ):
            once = usual_names if len(usual_names) > 1 else set()
        if mostly_marked:
            once = marked_names
        elif not keys and all(speaker_names.has_title(label.name) for label in marked):
            once |= marked_names if len(marked_names) > 1 and self.style is Style.COLON else set()
        first = next((label.start for label in labels if label.key in self._recurring), 0)
        return keys | {
            label.key for label in labels if label.key in once and (label.start >= first or label.question)
        }

    def _recurring_speakers(self) -> set[str]:
        """Return the names that recur; if fewer than two do, also the usual labels that occur once."""
        if len(self._recurring) > 1:
            return self._recurring | self._named
        ambiguous = {key for key in self._usual - self._named if speaker_names.is_ambiguous_role(key)}
        keys = self._recurring | self._usual
        return keys if self._share(keys) >= _AMBIGUOUS_SHARE else keys - (ambiguous - self._recurring)

    def _frequent_keys(self) -> set[str]:
        min_count = max(_FREQUENT_COUNT, _FREQUENT_SHARE * self._paragraphs)
        return {
            key
            for key, count in self.counts.items()
            if count >= min_count
            and (len(key.split()) <= _MAX_FREQUENT_WORDS and not speaker_names.has_verb(key))
            and not speaker_names.begins_sentence(key)
        }

    def _is_a_style(self, accepted: Sequence[Label]) -> bool:
        """Whether the style can be one of labels, though it is usual for other things too."""
        counts = Counter(label.key for label in accepted)
        if self.style is Style.QUESTION_ANSWER:
            return min(counts["q"], counts["a"]) >= _MIN_QUESTIONS
        if self.style is Style.TIME:
            return not have_no_words(self._text, accepted)
        if self.style is Style.HEADING:
            return any(label.key in self._usual or label.begins is not None for label in accepted)
        if self.style is Style.GLUED:
            recurring = {key for key, count in counts.items() if count > 1}
            return len(recurring) > 1 and self._share(recurring) >= _LABELLED_SHARE
        return True

    def _share(self, keys: set[str]) -> float:
        return sum(self.counts[key] for key in keys) / max(self._paragraphs, 1)


def _looks_like_name(label: Label) -> bool:
    return speaker_names.is_capitalised(label.name) and (
        speaker_names.may_be_initials(label.name) or not speaker_names.begins_sentence(label.key)
    )


def _once_a_line(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels in text order, of several on one line the one with a time, or else the longest."""
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
