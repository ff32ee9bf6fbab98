"""Run a trial: how often the suggestions are right for one coder, tested on that coder's own codings.

The result is stored as a run, so that later suggestions can be marked with the last trial's advice.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.model import CodeKey, CoderName, Listing, Value
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.text.plurals import counted
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook
from qualcode.workflows.suggestions.training_data import (
    PRIOR,
    TRIAL,
    TrainingData,
    gather_training_data,
)

if TYPE_CHECKING:
    from qualcode.suggesters.suggestion_limits import SuggestionLimits
    from qualcode.suggesters.trial.source_shares import SourceShare
    from qualcode.suggesters.trial.trial_result import Trial

_SUFFIXES = ("", "_n", "_sources")
"""Suffixes of the columns of a proportion."""


def run_trial(
    project: Project,
    coder: CoderName,
    *,
    meaning: bool = False,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> "Trial":
    """Compare suggestions on sources left out in turn with the coder's codings, and store the advice.

    NotFoundError if the coder has not read two sources; `advance` is called per source and per fit.
    """
    from qualcode.suggesters.suggestion_limits import SuggestionLimits
    from qualcode.suggesters.trial.suggestion_trial import cross_validate, cross_validate_meaning

    current = current_codebook(project)
    training = gather_training_data(project, coder, current, meaning=meaning, prior=True, advance=advance)
    limits = SuggestionLimits(
        at_least=project.settings.minimum_score,
        at_most=project.settings.suggestions_per_segment,
        codes=current.codebook.usable_keys,
    )
    validate = cross_validate_meaning if meaning else cross_validate
    trial = validate(training.feature_space, training.answers, limits, seed, advance)
    if project.database.writable:
        settings: dict[str, object] = {"meaning": meaning, "seed": seed}
        if trial.prior:
            settings[PRIOR] = trial.prior.helps
        _store(project, coder, current, training, limits, {**settings, "advice": _advice(trial)}, trial)
    return trial


def last_advice(project: Project, coder: CoderName) -> dict[CodeKey, str]:
    """Return the advice of the coder's last trial for each code; empty if there was none."""
    for run in suggestions.runs(project.database, TRIAL):
        advice = run.settings.get("advice")
        if run.settings.get("coder") == coder and isinstance(advice, dict):
            return {CodeKey(key): str(words) for key, words in advice.items()}
    return {}


def codes_listing(trial: "Trial") -> Listing:
    """Return a row per code: precision and recall, from how many sources, and the advice.

    Of the `precision_n` suggestions made, `right` were right.
    `more` is the number of codings to wait for before the next trial.
    """
    columns = (
        "code", "coded", *(f"precision{suffix}" for suffix in _SUFFIXES), "right",
        *(f"recall{suffix}" for suffix in _SUFFIXES), "f1", "average_precision", "advice", "more",
    )  # fmt: skip
    rows = tuple(
        (
            code.code, code.coded, *_share(code.precision), code.precision.right, *_share(code.recall),
            code.f1, code.average_precision, code.advice.value, code.more,
        )
        for code in trial.codes
    )  # fmt: skip
    return Listing(columns=columns, rows=rows, title="Codes")


def overall_listing(trial: "Trial") -> Listing:
    """Return a row per measure over all codes, and the number of cases and of sources that it is from."""
    shown, along, base = trial.shown, trial.along, (trial.segments, trial.sources)
    rows: tuple[tuple[Value, ...], ...] = (
        ("accepted share", *_share(shown.accepted)),
        ("covered share", *_share(shown.covered)),
        ("F1", shown.f1, shown.covered.n, trial.sources),
        ("accepted share, reading along", *_share(along.accepted)),
        ("covered share, reading along", *_share(along.covered)),
        ("F1, reading along", along.f1, along.covered.n, trial.sources),
        ("suggestions per 100 segments", shown.suggestions_per_100, *base),
        ("codings per 100 segments", shown.codings_per_100, *base),
        ("mean average precision", trial.mean_average_precision, *base),
        ("recall@3", *_share(trial.recall_at_3)),
        ("hit@1", *_share(trial.hit_at_1)),
        ("hit@3", *_share(trial.hit_at_3)),
        ("expected calibration error", shown.calibration_error, *_share(shown.accepted)[1:]),
    )
    return Listing(columns=("measure", "value", "n", "sources"), rows=rows, title="All codes together")


def curve_listing(trial: "Trial") -> Listing:
    """Return the quality of the suggestions by the number of coded segments."""
    columns = ("coded", "mean_average_precision", *(f"hit@3{suffix}" for suffix in _SUFFIXES))
    rows = tuple(
        (point.coded, point.mean_average_precision, *_share(point.hit_at_3)) for point in trial.curve
    )
    return Listing(columns=columns, rows=rows, title="As codings were added")


def _store(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    training: TrainingData,
    limits: "SuggestionLimits",
    settings: dict[str, object],
    trial: "Trial",
) -> None:
    from qualcode.suggesters.learning.learned_suggester import VERSION

    run_settings = {"coder": coder, "at_least": limits.at_least, "at_most": limits.at_most, **settings}
    summary = f"on {counted(trial.segments, 'passage')} of {counted(trial.sources, 'source')}"
    with history.act(project.database, coder, TRIAL, summary, undoable=False) as recorder:
        run = suggestions.SuggesterRun(
            suggester=TRIAL,
            version=VERSION,
            settings=run_settings,
            codebook_version=current.keep(recorder, coder),
            learned_from=training.codings,
        )
        suggestions.add_run(recorder, run)


def _advice(trial: "Trial") -> dict[str, str]:
    return {
        code.code: f"{code.advice.value} ({counted(code.more, 'more coding')})"
        if code.more
        else code.advice.value
        for code in trial.codes
    }


def _share(share: "SourceShare") -> tuple[Value, Value, Value]:
    return share.value, share.n, share.sources
