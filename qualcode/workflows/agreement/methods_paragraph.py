"""The paragraph on agreement for the methods section of a paper."""

from typing import TYPE_CHECKING

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
    finished = (people.finished.sum(axis=1) >= min(len(people.coders), 2)).sum()
    others = len(people.sources) - finished
    sentences = [
        f"{counted(len(people.coders), 'coder')} ({', '.join(people.coders)}) coded "
        f"{counted(int(finished), 'source')}"
        + ("" if alone else " independently")
        + (f" (of {len(people.sources)} in the study)" if others else ""),
        *(machine.sentence().removesuffix(".") for machine in coding.machines),
        _RULES[coding.unit],
        "Turns of interviewers were "
        + ("included" if coding.selected.scope.with_interviewer else "left out"),
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


def _coefficients(unit: str, coders: int) -> str:
    if unit == "span":
        return "Agreement is F1, twice the matches divided by all spans of both coders"
    kappa = "Cohen's kappa (1960)" if coders == 2 else "Conger's (1980) and Fleiss' (1971) kappa"  # noqa: PLR2004
    return (
        "Agreement on each code is given as percent, F1 (positive agreement), Krippendorff's alpha (2004) "
        f"and {kappa}; over all codes kappa is pooled (De Vries et al. 2008)"
    )
