"""The paragraph on agreement for the methods section of a paper."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.model import RoundSettings, RoundUnit
from qualcode.text.plurals import counted, noun
from qualcode.workflows.agreement.missing_intervals import has_intervals

if TYPE_CHECKING:
    from qualcode.workflows.agreement.double_coding import DoubleCoding
    from qualcode.workflows.rounds.frozen_study import FrozenRound

METHODS = "Methods: "
"""What the paragraph begins with."""
_MATCHED = (
    "Spans of two coders with one code were matched one to one if their intersection was at least half of "
    "their union, overlapping spans of one coder being one"
)
_RULES = {
    "character": (
        "Each character of the turns (without speakers' labels) was a unit, coded by a coder with a code or "
        "not"
    ),
    "sentence": "Each sentence was a unit, coded if any coding of the coder overlapped it",
    "turn": "Each turn was a unit, coded if any coding of the coder overlapped it",
    "source": "Each source was a unit, coded if the coder had applied the code in it",
    "span": _MATCHED,
}
_POOLED = (
    "percent (the mean of the codes), F1 (positive agreement, the units of all codes together), "
    "Krippendorff's alpha (2004, disagreements summed over the codes) and {kappa}, pooled (De Vries et al. "
    "2008)"
)
_FURTHER = {
    "pi": "Scott's pi (1955)",
    "ac1": "Gwet's AC1 (2008)",
    "bp": "the coefficient of Brennan and Prediger (1981)",
    "neg": "negative agreement (Cicchetti and Feinstein 1990)",
    "max": "the highest kappa that the coders' shares allow (Cohen 1960)",
    "se": "the standard error of kappa for independent units (Fleiss, Cohen and Everitt 1969)",
}


def methods_paragraph(coding: "DoubleCoding", show: str, further: Sequence[str] = ()) -> str:
    """Return unit, coders, sample, rule, coefficients, version and round as sentences."""
    return paragraph(
        [
            _who_coded_what(coding),
            *([] if coding.frozen is None else _round(coding)),
            *(machine.sentence().removesuffix(".") for machine in coding.machines),
            *(sentence.removesuffix(".") for sentence in coding.shared_suggestions()),
            *_what_was_compared(coding, show),
            *_coefficients(coding, show, further),
            *_intervals(coding, show),
            *([] if coding.frozen is None else _state(coding.frozen)),
            *(["The codings are those of the project at the time of the calculation"] * (not coding.frozen)),
        ]
    )


def methods_over_time(codings: "Sequence[DoubleCoding]") -> str:
    """Return the same on the rounds that are compared: what they have in common is said once."""
    rounds = []
    for coding in codings:
        if coding.frozen is not None:
            rounds += [f"{coding.frozen.round.name}: {_who_coded_what(coding)}", *_round(coding)]
            rounds += [sentence.removesuffix(".") for sentence in coding.shared_suggestions()]
            rounds += _state(coding.frozen)
    of_two = all(len(coding.coded.coders) <= 2 for coding in codings)  # noqa: PLR2004 - Cohen's kappa
    kappa = "Cohen's kappa (1960)" if of_two else "Cohen's kappa (1960; of more coders Conger's, 1980)"
    return paragraph(
        [
            f"{counted(len(codings), 'closed round')} of coding {noun(len(codings), 'is', 'are')} compared",
            *rounds,
            *_what_was_compared(codings[0], "codes"),
            f"Agreement over all codes of a round is given as {_POOLED.format(kappa=kappa)}",
            *([_jackknife()] if any(has_intervals(coding) for coding in codings) else []),
        ]
    )


def paragraph(sentences: Sequence[str]) -> str:
    """Return the sentences as the paragraph, with the version of the program at its end."""
    from qualcode import __version__

    return f"{METHODS}{'. '.join(sentences)}. Computed with qualcode {__version__}."


def _who_coded_what(coding: "DoubleCoding") -> str:
    """Return the coders, and of how many sources the coefficients are."""
    people = coding.people
    count = len(people.coders)
    finishers = people.finished.sum(axis=1)
    twice = finishers[finishers >= min(count, 2)]
    sources = counted(len(twice), "source")
    if len(twice) < len(people.sources):
        sources += f" (of {len(people.sources)} in the {'round' if coding.frozen else 'study'})"
    names = ", ".join(people.coders)
    if coding.frozen and (first := coding.frozen.round.settings.again_of):
        return f"{first} coded {sources} twice (as {names})"
    if (twice < count).any():
        return f"At least two of {count} coders ({names}) coded each of {sources}"
    each = {1: "", 2: "both "}.get(count, "all ")
    return f"{counted(count, 'coder')} ({names}) {each}coded {sources}"


def _round(coding: "DoubleCoding") -> Iterator[str]:
    """Yield how blind the coders of a round were, and how its sample was drawn."""
    if coding.frozen is None:
        return
    drawn = coding.frozen.round
    if len(drawn.coders) > 1:
        yield "Until it was closed, the program hid from each coder what the others coded in the sample"
    codings = [each for each in coding.frozen.codings if each.coder in coding.coded.coders]
    earlier = sum(each.made_at < drawn.made_at and each.coder != drawn.settings.again_of for each in codings)
    if earlier:
        yield f"{earlier:,} of {counted(len(codings), 'coding')} in it had been made before it was drawn"
    yield _sample(drawn.settings)


def _sample(settings: RoundSettings) -> str:
    """Return how the sample of a round was drawn."""
    drawn = f"drawn at random with a share of {100 * settings.share:.10g} %"
    if settings.by:
        drawn += f", stratified by {' and '.join(settings.by)}, at least one of each stratum"
    if settings.unit is RoundUnit.TURNS:
        return f"Only stretches of consecutive turns of them are compared, {drawn} (seed {settings.seed})"
    return f"The sample is of whole sources, {drawn} (seed {settings.seed})"


def _what_was_compared(coding: "DoubleCoding", show: str) -> Iterator[str]:
    """Yield the units and what limits them, and the codes."""
    options = coding.selected.options
    yield _RULES[coding.unit]
    if show == "boundaries" and coding.unit != "span":
        yield _MATCHED
    yield "Turns of interviewers were " + ("included" if options.with_interviewer else "left out")
    if options.kind is not None:
        yield f"Only {options.kind.value}s were compared"
    if options.where.strip():
        yield f"Only turns of cases with {options.where.strip()} were compared"
    if coding.chosen_codes:
        yield f"Only these codes were compared: {', '.join(coding.chosen_codes)}"
    if coding.branch:
        yield "The codes under a code were counted as that code"


def _coefficients(coding: "DoubleCoding", show: str, further: Sequence[str]) -> Iterator[str]:
    """Yield what the table has."""
    people = len(coding.people.coders)
    of_two = people + (people == 1) == 2  # noqa: PLR2004 - a person and a machine are two
    kappa = "Cohen's kappa (1960)" if of_two else "Conger's (1980) and Fleiss' (1971) kappa"
    if show in ("boundaries", "segmentation"):
        yield _on_ends(show, further)
    elif show == "confusion":
        yield (
            "Counted are the units to which one coder gave one code and another coder another, over all "
            "pairs of coders"
        )
    elif show == "pairs":
        yield (
            "Agreement of each pair of coders, in the sources that both coded, is given over all codes as "
            + _POOLED.format(kappa="Cohen's kappa (1960)")
        )
    elif show == "overall":
        yield (
            f"Agreement over all codes is given as {_POOLED.format(kappa=kappa)}; as the median of the "
            "codes' alphas; and as set-valued alpha, which takes the codes of a unit as one value, with "
            "Jaccard's distance and with that of MASI (Passonneau 2006)"
        )
    elif coding.unit == "span":
        yield "Agreement is F1, twice the matches divided by all spans of both coders"
    else:
        also = "".join(f", {_FURTHER[name]}" for name in further)
        yield (
            f"Agreement on each code is given as percent, F1 (positive agreement){also}, Krippendorff's "
            f"alpha (2004) and {kappa}; over all codes as {_POOLED.format(kappa='kappa')}"
        )
    if coding.machines and show == "codes":
        yield (
            "Figures of people and machine are over all pairs of a coder and the machine, in the sources "
            "that the coder coded"
        )


def _on_ends(show: str, further: Sequence[str]) -> str:
    """Return what the tables on the ends of spans and of segments have."""
    if show == "segmentation":
        return (
            "Given are, for the boundaries of each code between units, boundary similarity (n_t = 2) and its "
            "pi (Fournier 2013), segmentation similarity (Fournier and Inkpen 2012) and WindowDiff (Pevzner "
            "and Hearst 2002, each coder in turn as the reference), as means over the pairs of coders"
        )
    earlier = ", and Krippendorff's earlier alpha_U (1995, 2004)" if "u2004" in further else ""
    return (
        "Given are F1 (twice the matches divided by all spans of both coders), the median distances of "
        "the starts and of the ends of matching spans, and the unitizing alphas of Krippendorff, Mathet, "
        f"Bouvry and Widlöcher (2016){earlier}"
    )


def _intervals(coding: "DoubleCoding", show: str) -> Iterator[str]:
    if show not in ("confusion", "segmentation") and has_intervals(coding):
        yield _jackknife()


def _jackknife() -> str:
    from qualcode.tables.agreement.jackknife import FEWEST_SOURCES, LEVEL

    return (
        f"Intervals ({LEVEL:.0%}) come from a jackknife over sources on Fisher's z with Student's t (degrees "
        "of freedom: the effective number of sources, Kish 1965, minus 1), where at least "
        f"{FEWEST_SOURCES} sources have the code"
    )


def _state(frozen: "FrozenRound") -> Iterator[str]:
    """Yield when the round was closed, with which codebook, and what has been taken out since."""
    yield (
        f"All figures of the round {frozen.round.name} are of its state when it was closed on "
        f"{frozen.round.closed_at[:10]}, with codebook {frozen.codebook}"
    )
    yield from (note.removesuffix(".") for note in (frozen.renamed, frozen.note, frozen.hidden) if note)
