"""Measure the suggestions on human-coded transcripts, beside baselines and an earlier version in one run.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggestions.py FOLDER… [--seeds 5] [--earlier ROOT] [--semantic]

Each FOLDER is in the form that `coded_study.py` describes; ROOT is a checkout of an earlier version. The unit
is the whole turn. Whole documents are held out, different ones for each seed; from the others a budget of
coded turns is learned, in three ways of working: `along` reads turn after turn and suggests on sources whose
previous turns are coded already; `finished` learns the same and suggests on unread sources; `scattered`
codes single turns here and there. All turns count, also those without codes.

Beside the learned suggester: the most frequent codes, the codebook alone, and TF-IDF with one-vs-rest
logistic regression (which needs scikit-learn). Of two people who coded the same interviews, three studies
report a pooled F1 of .34 to .57, and kappa .45 to .46.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, gets_suggestions
from qualcode.suggesters.trial.ranking_measures import (
    calibration_error,
    hit_rate,
    mean_average_precision,
    recall_rate,
)
from qualcode.suggesters.trial.shown_quality import TestedSource
from tests.benchmarks.coded_study import Study, read_study, with_keywords
from tests.benchmarks.suggestion_baselines import BASELINES, Split
from tests.benchmarks.suggestion_bench import measure_study, split
from tests.benchmarks.suggestion_engine import Task, Tasks
from tests.benchmarks.suggestion_speed import print_speed, say
from tests.benchmarks.suggestion_trial import print_trial
from tests.support.ways_of_working import Answers, reading_along, scattered

BUDGETS = (25, 100, 400)
WAYS = {"along": reading_along, "finished": reading_along, "scattered": scattered}
MEASURES = ("mAP", "recall@3", "hit@3", "accepted", "covered", "F1", "per 100")
_STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
_RANKED_FROM = 5
LEARNED, EARLIER = "learned", "earlier version"


@dataclass
class Cell:
    """One method at one budget in one way of working: its measures by seed, and what it has shown."""

    by_seed: list[dict[str, float]] = field(default_factory=list)
    answers: list[np.ndarray] = field(default_factory=list)
    scores: list[np.ndarray] = field(default_factory=list)
    by_code: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)

    def add(self, test: TestedSource, turns: np.ndarray) -> None:
        """Add what is suggested on all test sources of a seed; `turns` are those that get suggestions."""
        coded, shown = test.coded[turns], test.shown[turns]
        right, coded_count, shown_count = (coded & shown).sum(), coded.sum(), shown.sum()
        values = (
            mean_average_precision(coded, test.probabilities[turns], _RANKED_FROM) or 0.0,
            recall_rate(coded, test.probabilities[turns], 3).value or 0.0,
            hit_rate(coded, test.probabilities[turns], 3).value or 0.0,
            right / max(shown_count, 1),
            right / max(coded_count, 1),
            2 * right / max(coded_count + shown_count, 1),
            100 * shown_count / len(coded),
        )
        self.by_seed.append(dict(zip(MEASURES, map(float, values), strict=True)))
        self.answers.append(test.coded[test.shown])
        self.scores.append(test.scores[test.shown])
        self.by_code.append(((coded & shown).sum(axis=0), shown.sum(axis=0)))


Cells = dict[tuple[str, int, str], Cell]
"""By way of working, budget and method."""


def measure(folder: Path, arguments: argparse.Namespace, *, keywords: bool, vectors: bool) -> Cells:
    """Measure one study, print its table, and return what was measured."""
    study = read_study(folder, whole_turns=True)
    if keywords:
        study = Study(with_keywords(study.codebook), study.sources)
    splits = list(_splits(study, arguments.seeds))
    tasks = [_task(way, tests, answers) for way, _, tests, answers in splits]
    request: Tasks = {"folder": str(folder), "keywords": keywords, "vectors": vectors, "tasks": tasks}
    roots = {LEARNED: Path(__file__).parents[2]}
    if arguments.earlier:
        roots[EARLIER] = arguments.earlier
    engines = {name: _run_engine(root, request) for name, root in roots.items()}
    bench = measure_study(study, None)
    cells: Cells = defaultdict(Cell)
    for number, (way, budget, tests, answers) in enumerate(splits):
        coded = np.vstack([bench.coded(source) for source in tests])
        turns = np.array(
            [
                gets_suggestions(segment, DEFAULT_LIMITS)
                for source in tests
                for segment in study.sources[source].segments
            ]
        )
        for name, results in engines.items():
            probabilities, shown, scores = (
                results[f"{kind}-{number}"] for kind in ("probabilities", "shown", "scores")
            )
            test = TestedSource(coded=coded, probabilities=probabilities, shown=shown, scores=scores)
            cells[way, budget, name].add(test, turns)
        for name, method in BASELINES.items():
            if name != "TF-IDF regression" or find_spec("sklearn"):
                test = method(Split(bench, [source for _, source in answers], tests, coded, turns))
                cells[way, budget, name].add(test, turns)
    title = f"{folder.name}, {'with keywords' if keywords else 'definitions only'}"
    say(f"\n=== {title}{', with sentence vectors' if vectors else ''}")
    print_cells(cells, bench.study.codebook.keys)
    return cells


def _splits(study: Study, seeds: int) -> Iterator[tuple[str, int, list[int], Answers]]:
    """Yield way of working, budget, test sources and the answers to learn from."""
    for seed in range(seeds):
        train, tests = split(len(study.sources), seed)
        for budget in BUDGETS:
            for way, work in WAYS.items():
                answers = work(study.sources, train, budget)
                if answers:
                    yield way, budget, tests, answers


def _task(way: str, tests: list[int], answers: Answers) -> Task:
    return {
        "answers": [
            {
                "number": number,
                "codes": [sorted(codes) for codes in source.codes],
                "read": source.read_count,
                "known": source.read_through_count,
            }
            for number, source in answers
        ],
        "tests": tests,
        "along": way == "along",
    }


def _run_engine(root: Path, request: Tasks) -> dict[str, np.ndarray]:
    with TemporaryDirectory() as folder:
        tasks, results = Path(folder) / "tasks.json", Path(folder) / "results.npz"
        tasks.write_text(json.dumps(request), encoding="utf-8")
        engine = Path(__file__).with_name("suggestion_engine.py")
        paths = [str(root), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        subprocess.run([sys.executable, engine, tasks, results], check=True, env=environment)
        with np.load(results) as arrays:
            return {name: arrays[name] for name in arrays.files}


def print_cells(cells: Cells, keys: Sequence[str]) -> None:
    """Print a table for each way and budget: means over seeds with their 95 % intervals (Student)."""
    for way, budget in dict.fromkeys((way, budget) for way, budget, _ in cells):
        methods = {name: cell for (*where, name), cell in cells.items() if where == [way, budget]}
        say(f"\n{way}, {budget} coded turns, {len(methods[LEARNED].by_seed)} seeds")
        say(" " * 20 + "".join(f"{measure:>15}" for measure in MEASURES) + "   ECE of what is shown")
        for name, cell in methods.items():
            say(f"  {name:18}{_means(cell.by_seed)}   {shown_calibration([cell])}")
        if EARLIER in methods:
            pairs = zip(methods[LEARNED].by_seed, methods[EARLIER].by_seed, strict=True)
            gains = [{name: own[name] - earlier[name] for name in MEASURES} for own, earlier in pairs]
            say(f"  {'above the earlier':18}{_means(gains)}")
    print_precision(cells, keys)


def print_precision(cells: Cells, keys: Sequence[str]) -> None:
    """Print the precision of each code on unread sources, at the largest budget."""
    budget = max(budget for way, budget, _ in cells if way == "finished")
    counts = cells["finished", budget, LEARNED].by_code
    right, shown = (np.sum(column, axis=0) for column in zip(*counts, strict=True))
    shares = (
        f"{key} {right[code] / shown[code]:.2f} of {shown[code]}"
        for code, key in enumerate(keys)
        if shown[code]
    )
    say(f"\nprecision by code (finished, {budget}): {', '.join(shares)}")


def _means(by_seed: Sequence[dict[str, float]]) -> str:
    return "".join(f"{_mean([values[measure] for values in by_seed]):>15}" for measure in MEASURES)


def shown_calibration(cells: Sequence[Cell]) -> str:
    """Return the calibration error of all that is shown, its n, and that of perfect scores of this number."""
    answers = np.concatenate([each for cell in cells for each in cell.answers])
    scores = np.concatenate([each for cell in cells for each in cell.scores])
    simulated = np.random.default_rng(0).random(len(scores)) < scores
    error, best = calibration_error(answers, scores), calibration_error(simulated, scores)
    return f"{error:.3f} (perfect {best:.3f}, n {len(scores)})"


def _mean(values: Sequence[float]) -> str:
    mean = statistics.mean(values)
    if len(values) < 2:
        return f"{mean:.3f}"
    half = _STUDENT.get(len(values), 2.0) * statistics.stdev(values) / math.sqrt(len(values))
    return f"{mean:.3f} ±{half:.3f}"


def main() -> None:
    """Measure each folder on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--earlier", type=Path, metavar="ROOT", help="a checkout of an earlier version")
    parser.add_argument("--semantic", action="store_true", help="also with sentence vectors")
    parser.add_argument("--skip", nargs="*", default=[], choices=["quality", "trial", "speed"])
    arguments = parser.parse_args()
    pooled: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for folder in arguments.folders:
        for keywords in (False, True):
            for vectors in (False, True)[: 1 + arguments.semantic]:
                if "quality" not in arguments.skip:
                    for (way, _, name), cell in measure(
                        folder, arguments, keywords=keywords, vectors=vectors
                    ).items():
                        pooled[way, name].append(cell)
        if "trial" not in arguments.skip:
            print_trial(measure_study(read_study(folder), None), arguments.seeds)
    if pooled:
        say("\nECE of what is shown, pooled over seeds, budgets, codebooks and studies")
    for (way, name), cells in sorted(pooled.items()):
        say(f"  {way:10} {name:18} {shown_calibration(cells)}")
    if "speed" not in arguments.skip:
        print_speed([source for folder in arguments.folders for source in read_study(folder).sources])


if __name__ == "__main__":
    main()
