"""Judging: how often the suggestions are right for one coder, tried on that coder's own codings.

The outcome is kept as a run of its own, so that suggestions can be marked with what the last trial advised.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.model import CodeKey, CoderName, Listing, Value
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook
from qualcode.workflows.suggestions.training_data import TrainingData, gather_training_data

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import SuggestionLimits
    from qualcode.suggesters.trial.ranking_measures import Proportion
    from qualcode.suggesters.trial.suggestion_trial import CodeTrial, Trial

TRIAL = "trial"
_SHARE = ("", "_low", "_high", "_n")


def run_trial(
    project: Project,
    coder: CoderName,
    *,
    meaning: bool = False,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> "Trial":
    """Leave sources out in turn and compare what is suggested there with what the coder did; keep the advice.

    NotFoundError where the coder has not read two sources; `advance` is called once a source and once a fit.
    """
    from qualcode.suggesters.suggestion_limits import SuggestionLimits
    from qualcode.suggesters.trial.suggestion_trial import cross_validate

    force = current_codebook(project)
    found = gather_training_data(project, coder, force, meaning=meaning, advance=advance)
    limits = SuggestionLimits(
        at_least=project.settings.minimum_score, at_most=project.settings.suggestions_per_segment
    )
    outcome = cross_validate(found.instrument, found.answers, limits, seed, advance)
    if project.database.writable:
        settings: dict[str, object] = {"meaning": meaning, "seed": seed}
        _keep(project, coder, force, found, limits, {**settings, "advice": _advice(outcome)})
    return outcome


def last_advice(project: Project, coder: CoderName) -> dict[CodeKey, str]:
    """Return what the coder's last trial advised on each code; empty where there was none."""
    for run in suggestions.runs(project.database, TRIAL):
        kept = run.settings.get("advice")
        if run.settings.get("coder") == coder and isinstance(kept, dict):
            return {CodeKey(key): str(words) for key, words in kept.items()}
    return {}


def codes_listing(outcome: "Trial") -> Listing:
    """Return a row for each code: precision and recall with their 95 % bounds, and the advice.

    `precision` is what to expect on new sources; of the `precision_n` suggestions tried, `right` were right.
    `more` is how many codings to wait for before trying again.
    """
    columns = (
        "code", "coded", *(f"precision{part}" for part in _SHARE), "right",
        *(f"recall{part}" for part in _SHARE), "f1", "average_precision", "advice", "more",
    )  # fmt: skip
    rows = tuple(
        (
            one.code, one.coded, *_expected(one), one.precision.right, *_share(one.recall),
            one.f1, one.average_precision, one.advice.value, one.more,
        )
        for one in outcome.codes
    )  # fmt: skip
    return Listing(columns=columns, rows=rows, title="Codes")


def overall_listing(outcome: "Trial") -> Listing:
    """Return the measures over all codes, a row each, with intervals where there are any."""
    rows: tuple[tuple[Value, ...], ...] = (
        ("mean average precision", outcome.mean_average_precision, None, None, outcome.segments),
        ("hit@1", *_share(outcome.hit_at_1)),
        ("hit@3", *_share(outcome.hit_at_3)),
        ("expected calibration error", outcome.calibration_error, None, None, outcome.segments),
    )
    return Listing(columns=("measure", "value", "low", "high", "n"), rows=rows, title="All codes together")


def curve_listing(outcome: "Trial") -> Listing:
    """Return how good the suggestions were after so many coded segments."""
    columns = ("coded", "mean_average_precision", *(f"hit@3{part}" for part in _SHARE))
    rows = tuple(
        (point.coded, point.mean_average_precision, *_share(point.hit_at_3)) for point in outcome.curve
    )
    return Listing(columns=columns, rows=rows, title="As codings were added")


def _keep(
    project: Project,
    coder: CoderName,
    force: CurrentCodebook,
    found: TrainingData,
    limits: "SuggestionLimits",
    settings: dict[str, object],
) -> None:
    from qualcode.suggesters.learning.learned_suggester import VERSION

    made = {"coder": coder, "at_least": limits.at_least, "at_most": limits.at_most, **settings}
    summary = f"on {found.codings} codings in {len(found.answers)} sources"
    with history.act(project.database, coder, TRIAL, summary, undoable=False) as recorder:
        run = suggestions.SuggesterRun(
            suggester=TRIAL,
            version=VERSION,
            settings=made,
            codebook_version=force.keep(recorder, coder),
            learned_from=found.codings,
        )
        suggestions.add_run(recorder, run)


def _advice(outcome: "Trial") -> dict[str, str]:
    return {
        one.code: f"{one.advice.value} ({one.more} more codings)" if one.more else one.advice.value
        for one in outcome.codes
    }


def _expected(one: "CodeTrial") -> tuple[Value, Value, Value, Value]:
    precision = one.expected
    return (
        (precision.value, precision.low, precision.high, one.precision.n)
        if precision
        else (None, None, None, 0)
    )


def _share(share: "Proportion") -> tuple[Value, Value, Value, Value]:
    low, high = share.interval
    return (share.value, low, high, share.n) if share.n else (None, None, None, 0)
