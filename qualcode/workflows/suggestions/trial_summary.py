"""The result of a trial in words: what it would be like to work with the suggestions."""

from typing import TYPE_CHECKING

from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.suggesters.trial.shown_quality import ShownQuality
    from qualcode.suggesters.trial.source_shares import SourceShare
    from qualcode.suggesters.trial.trial_result import Trial

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FRACTIONS = {
    0.1: "a tenth",
    0.2: "a fifth",
    0.25: "a quarter",
    1 / 3: "a third",
    0.4: "two fifths",
    0.5: "half",
    0.6: "three fifths",
    2 / 3: "two thirds",
    0.75: "three quarters",
    0.8: "four fifths",
    0.9: "nine tenths",
    1.0: "all",
}
_PEOPLE = (0.34, 0.57)
"""The lowest and highest pooled F1 of two people, of three studies (guide, `definitions trial overall`)."""
_WELL_CALIBRATED = 0.1


def sentences(trial: "Trial") -> list[str]:
    """Return what the trial says, in sentences that need no statistics."""
    shown = trial.shown
    if not shown.accepted.n or not shown.covered.n:
        return ["Nothing would be suggested on these sources, or nothing is coded in them."]
    covered = _fraction(shown.covered.value or 0.0)
    codings, suggestions = round(shown.codings_per_100), round(shown.suggestions_per_100)
    kept = f"Of ten suggestions you would keep about {_of_ten(shown.accepted)}"
    said = [
        f"{kept}; they would point to {covered} of the passages you code.",
        f"On 100 passages you make {codings} codings; there would be {suggestions} suggestions.",
        f"That is on sources of which you have read nothing. {_read_along(trial.along)}",
    ]
    said.append(
        f"These are shares of {counted(shown.accepted.n, 'suggestion')} in "
        f"{counted(shown.accepted.sources, 'source')}. They have no interval: none was right often enough in "
        "simulations (`qualcode guide intervals`)."
    )
    error = shown.calibration_error
    said.append(
        f"On average scores are {100 * error:.0f} points of 100 from the share that is right"
        + ("." if error <= _WELL_CALIBRATED else ": take them as an order, not as chances.")
    )
    if trial.prior:
        with_prior, without = trial.prior.recall_with.value or 0.0, trial.prior.recall_without.value or 0.0
        said.append(
            f"Of your codings, {with_prior:.0%} are among the three likeliest codes if the meaning of labels "
            f"and definitions counts, {without:.0%} if not: `suggest --meaning` "
            + ("lets it count." if trial.prior.helps else "leaves it out.")
        )
    said.append(
        f"F1 is {shown.f1 or 0.0:.2f}. In three other studies, two people who coded the same interviews "
        f"reached {_PEOPLE[0]} to {_PEOPLE[1]} with each other, on their own codebooks and segments "
        '(`qualcode guide definitions "trial overall"`).'
    )
    return said


def _read_along(along: "ShownQuality") -> str:
    """Return the same for sources in which the codes of what comes before are known."""
    if not along.accepted.n:
        return "Where you read along, nothing would be suggested."
    return (
        f"Where you read along, so that the codes of the passage before are known, you would keep about "
        f"{_of_ten(along.accepted)} of ten; they would point to {_fraction(along.covered.value or 0.0)}."
    )


def _of_ten(share: "SourceShare") -> str:
    return _NUMBERS[round(10 * (share.value or 0.0))]


def _fraction(share: float) -> str:
    if share < min(_FRACTIONS) / 2:
        return "hardly any"
    return _FRACTIONS[min(_FRACTIONS, key=lambda fraction: abs(fraction - share))]
