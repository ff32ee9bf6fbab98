"""The tables of agreement and the further coefficients that can be asked for, and what fits together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import NotFoundError, UsageError
from qualcode.workflows.project.chosen_codes import split_names

if TYPE_CHECKING:
    from qualcode.workflows.agreement.double_coding import DoubleCoding

ALSO = {
    "pi": "Scott's pi",
    "ac1": "AC1",
    "bp": "Brennan-Prediger",
    "neg": "negative agreement",
    "max": "the highest kappa that the coders' shares allow",
    "se": "the standard error of kappa of independent units",
    "u2004": "alpha_U of 1995 and 2004, in the table of boundaries",
}
"""Coefficients on request."""
OF_BOUNDARIES = ("u2004",)
"""Those that the table of boundaries has; the others are of the table of codes."""


class View(NamedTuple):
    """A table of agreement: its title, the definitions of its columns, and how it is drawn."""

    title: str
    topic: str
    chart: str = ""


VIEWS = {
    "codes": View("Agreement on each code", "agreement", "intervals"),
    "pairs": View("Agreement of each pair of coders", "agreement pairs"),
    "overall": View("Agreement over all codes", "agreement overall"),
    "boundaries": View("Agreement on boundaries", "agreement boundaries"),
    "segmentation": View("Agreement on segmentation", "agreement segmentation"),
    "confusion": View("Codes that coders gave to the same words", "agreement confusion", "heat"),
}


def further_coefficients(also: Sequence[str], unit: str, show: str) -> tuple[str, ...]:
    """Return the coefficients on request; UsageError where there are none, NotFoundError for no table."""
    if show not in VIEWS:
        raise NotFoundError.among("table of agreement", show, VIEWS, f"Tables: {', '.join(VIEWS)}.")
    names = split_names(also)
    for name in names:
        if name not in ALSO:
            raise NotFoundError.among("further coefficient", name, ALSO, f"There are: {', '.join(ALSO)}.")
        if name in OF_BOUNDARIES and show != "boundaries":
            raise UsageError(f"--also {name} is for the table of boundaries.", "Add --show boundaries.")
        if name not in OF_BOUNDARIES and (show != "codes" or unit == "span"):
            raise UsageError(
                f"--also {name} is for the table of codes.", "Leave out --show, and --unit span."
            )
    return names


def unit_of_table(unit: str, show: str) -> str:
    """Return the unit of a table; UsageError where it has another one."""
    if show == "boundaries" and unit not in ("character", "span"):
        raise UsageError("Boundaries are compared in characters.", "Leave out --unit.")
    if show == "segmentation" and unit not in ("sentence", "turn"):
        raise UsageError("Segmentations are of sentences or turns.", "Add --unit sentence.")
    if show in ("pairs", "overall", "confusion") and unit == "span":
        raise UsageError(f"The table {show} needs units.", "Use --unit character, sentence, turn or source.")
    return unit


def require_none(*chosen: object) -> None:
    """Raise UsageError if any option is chosen that --over-time does not take."""
    if any(each is not None and each is not False and each not in ("", ()) for each in chosen):
        raise UsageError(
            "--over-time compares all closed rounds, over all codes.",
            "It takes --coders, --codes, --branch, --unit and the options on what is counted.",
        )


def require_comparable(
    coding: "DoubleCoding", show: str, min_alpha: float | None, further: Sequence[str]
) -> None:
    """Raise UsageError for a table in which people and machines, or pairs of coders, would be one figure."""
    machines, people = len(coding.machines), len(coding.people.coders)
    if "se" in further and people > 2:  # noqa: PLR2004 - Cohen's kappa is of a pair
        raise UsageError("The standard error of kappa is that of two coders.", "Name them: --coders ann,ben")
    if not machines:
        return
    if coding.unit == "span" or show == "boundaries":
        raise UsageError(
            "A suggester codes whole segments: its boundaries are those of turns.",
            "Compare it by turns or sentences: --unit turn",
        )
    if show == "codes" and machines > 1:
        raise UsageError("The table codes has one suggester.", "Name one of them, or use --show pairs.")
    if show in ("overall", "segmentation", "confusion") and (machines, people) != (1, 1):
        raise UsageError(
            f"The table {show} would be of people and machines together.",
            "Name one person and one suggester, or use --show codes or pairs.",
        )
    if people == 1 and (min_alpha is not None or further):
        option = "--min-alpha" if min_alpha is not None else "--also"
        raise UsageError(f"{option} is about people.", "Name two coders.")
