"""The labels of one style: which are speakers on their own evidence, by rules on all labels of that style.

1. No name: a verb of saying (`He said:`), words such as `Note:`, the end of a sentence.
2. A name that recurs is a speaker, if another name does too, or it is a usual label (`I`, `Speaker 2`), or it
   labels most of the paragraphs. A name with a comma, a slash or more than six words has to recur.
3. A name that occurs once is a speaker if most paragraphs have labels, and if it comes after the first name
   that recurs; or if its author set it in bold type, as the names that recur.
4. Words in lower case (`police officer:`) are a speaker only if they recur often.
5. Names with short values are the fields of a form, see `form_fields`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.form_fields import are_form_fields, have_no_words
from qualcode.segmenters.labels.label_styles import Label, Style

_LABELLED_SHARE = 0.4
"""A file counts as labelled throughout if at least this share of its paragraphs has a label."""
_FREQUENT_COUNT = 3
_FREQUENT_SHARE = 0.05
_AMBIGUOUS_SHARE = 0.25
"""Share of paragraphs that have labels, from which `Chair` or `A` is a speaker though it occurs once."""
_MARKED_SHARE = 0.8
"""Share of the accepted labels in bold type, from which labels that are not have to recur."""
_MAX_NAMES_WITHOUT_RECURRENCE = 2
_MIN_QUESTIONS = 2
_RARE_STYLES = (Style.GLUED, Style.DASH, Style.SEPARATED, Style.NAME_LINE)
"""Styles that have to be those of most paragraphs, or of names that recur beside another style."""


class StyleChoice:
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
        self.counts = Counter([label.key for label in labels])
        names = {label.name: label.key for label in labels}
        self._paragraphs = paragraphs
        self._text = text
        self._facts = facts
        self._named = named_keys & self.counts.keys()
        self._usual = {key for key in self.counts if speaker_names.is_usual_label(key)} | self._named
        self._name_like = self._usual | {key for name, key in names.items() if _looks_like_name(name, key)}
        self._unusual = {
            key
            for name, key in names.items()
            if style is not Style.TIME and speaker_names.is_unusual_name(name)
        } - self._usual
        self._recurring = {
            key for key in self._name_like if max(self.counts[key], totals[key]) > 1
        } | self._frequent_keys()
        keys = self._accepted_keys(labels)
        accepted = [label for label in labels if label.key in keys]
        if not self._is_a_style(accepted) or are_form_fields(text, accepted, paragraphs, facts):
            keys = set(self._named)
        self.labels = tuple(label for label in labels if label.key in keys)
        is_usual_style = style not in _RARE_STYLES
        like_labels = (self._name_like if is_usual_style else set()) | self._recurring | self._often(2)
        self.doubtful = tuple(label for label in labels if label.key in like_labels)
        """Labels that look like those of speakers; those that are taken in the end are among them."""

    @property
    def weight(self) -> int:
        """The number of accepted labels; next to nothing for words in brackets that are no names."""
        is_sounds = self.style is Style.BRACKET and not any(
            label.key in self._name_like for label in self.labels
        )
        return min(len(self.labels), 1) if is_sounds else len(self.labels)

    def recurring_labels(self, main_labels: int) -> tuple[Label, ...]:
        """Return the labels of speakers beside those of the main style, which has `main_labels` labels.

        Names that recur, if two do, all are usual labels, or most paragraphs have labels; in that case also
        names with a title that occur once.
        """
        if self.style not in _RARE_STYLES and not self._is_a_style(self._all):
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
            in_capitals = all(label.name.isupper() for label in labels)
            keys |= {
                label.key
                for label in self._all
                if speaker_names.has_title(label.name) or (in_capitals and label.name.isupper())
            }
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
        if self.style is Style.BRACKET and any(self.counts[key] > 1 for key in self._name_like):
            return set()  # what is done: `[both laugh]` beside `[Nia]`
        return self._often(max(_FREQUENT_COUNT, _FREQUENT_SHARE * self._paragraphs))

    def _often(self, min_count: float) -> set[str]:
        """Return the keys that occur so often that they may be names in small letters."""
        return {
            key
            for key, count in self.counts.items()
            if count >= min_count
            and not speaker_names.has_verb(key)
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
            is_usual = any(label.key in self._usual or label.begins is not None for label in accepted)
            return is_usual or self._is_of_most_paragraphs(counts)
        return self.style not in _RARE_STYLES or self._is_of_most_paragraphs(counts)

    def _is_of_most_paragraphs(self, counts: Mapping[str, int]) -> bool:
        """Whether at least two names recur and label most paragraphs."""
        recurring = {key for key, count in counts.items() if count > 1}
        return len(recurring) > 1 and self._share(recurring) >= _LABELLED_SHARE

    def _share(self, keys: set[str]) -> float:
        return sum(self.counts[key] for key in keys) / max(self._paragraphs, 1)


def _looks_like_name(name: str, key: str) -> bool:
    return speaker_names.is_capitalised(name) and (
        speaker_names.may_be_initials(name) or not speaker_names.begins_sentence(key)
    )
