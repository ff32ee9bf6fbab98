"""The paragraph on agreement for the methods section of a paper."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.model import RoundSettings, RoundUnit
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.agreement.double_coding import DoubleCoding

METHODS = "Methods: "
"""What the paragraph begins with."""
_RULES = {
    "character": "Each character of the text was a unit, coded by a coder with a code or not",
    "sentence": "Each sentence was a unit, coded if any coding of the coder overlapped it",
    "turn": "Each turn was a unit, coded if any coding of the coder overlapped it",
    "source": "Each source was a unit, coded if the coder had applied the code in it",
    "span": (
        "Spans of two coders with one code were matched one to one if their intersection was at least half "
        "of their union"
    ),
}


def methods_paragraph(coding: "DoubleCoding") -> str:
    """Return unit, coders, sample, rule, coefficients, version and round as sentences."""
    from qualcode import __version__
    from qualcode.tables.agreement.jackknife import LEVEL

    people = coding.people
    alone = len(people.coders) == 1
    sentences = [
        _who_coded_what(coding),
        *([] if coding.frozen is None else [_sample(coding.frozen.round.settings)]),
        *(machine.sentence().removesuffix(".") for machine in coding.machines),
        _RULES[coding.unit],
        "Turns of interviewers were "
        + ("included" if coding.selected.scope.with_interviewer else "left out"),
        *_restrictions(coding),
        _coefficients(coding.unit, len(people.coders) + alone),
        f"Intervals ({LEVEL:.0%}) come from a jackknife over sources on Fisher's z with Student's t",
    ]
    if coding.frozen is None:
        sentences.append(
            "The codings are those of the project at the time of the calculation; draw and close a round to "
            "keep the state before any discussion"
        )
    else:
        sentences.append(
            f"All figures are of the round {coding.frozen.round.name} as it was closed on "
            f"{coding.frozen.round.closed_at[:10]}, before any discussion, with version "
            f"{coding.frozen.round.codebook_version} of the codebook"
        )
    return f"{METHODS}{'. '.join(sentences)}. Computed with qualcode {__version__}."


def _who_coded_what(coding: "DoubleCoding") -> str:
    """Return the coders, and of how many sources the coefficients are."""
    people = coding.people
    finished = int((people.finished.sum(axis=1) >= min(len(people.coders), 2)).sum())
    sources = counted(finished, "source")
    if finished < len(people.sources):
        sources += f" (of {len(people.sources)} in the {'round' if coding.frozen else 'study'})"
    names = ", ".join(people.coders)
    if coding.frozen and (first := coding.frozen.round.settings.again_of):
        return f"{first} coded {sources} twice (as {names}), the second time without seeing the first codings"
    alone = len(people.coders) == 1
    return (
        f"{counted(len(people.coders), 'coder')} ({names}) coded {sources}{'' if alone else ' independently'}"
    )


def _sample(settings: RoundSettings) -> str:
    """Return how the sample of a round was drawn."""
    drawn = f"drawn at random with a share of {100 * settings.share:.10g} %"
    if settings.by:
        drawn += f", stratified by {settings.by}"
    if settings.unit is RoundUnit.TURNS:
        return f"Only stretches of consecutive turns of them are compared, {drawn} (seed {settings.seed})"
    return f"The sample is of whole sources, {drawn} (seed {settings.seed})"


def _restrictions(coding: "DoubleCoding") -> Iterator[str]:
    """Yield what else limits the units and the codes."""
    if where := coding.selected.options.where:
        yield f"Only turns of cases with {where} were compared"
    if coding.branch:
        yield "The codes under a code were counted as that code"


def _coefficients(unit: str, coders: int) -> str:
    if unit == "span":
        return "Agreement is F1, twice the matches divided by all spans of both coders"
    kappa = "Cohen's kappa (1960)" if coders == 2 else "Conger's (1980) and Fleiss' (1971) kappa"  # noqa: PLR2004
    return (
        "Agreement on each code is given as percent, F1 (positive agreement), Krippendorff's alpha (2004) "
        f"and {kappa}; over all codes kappa is pooled (De Vries et al. 2008)"
    )
