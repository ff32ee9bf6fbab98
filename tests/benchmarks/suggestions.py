"""Measure the suggestions on human-coded transcripts, beside baselines and an earlier version in one run.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggestions.py FOLDER… [--seeds 5] [--earlier ROOT] [--semantic]

Each FOLDER is in the form that `coded_study.py` describes; ROOT is a checkout of an earlier version. The unit
is the whole turn. Whole documents are held out, different ones for each seed; from the others a budget of
coded turns is learned, in three ways of working: `along` reads turn after turn and suggests on sources whose
previous turns are coded already; `finished` learns the same and suggests on unread sources; `scattered`
codes single turns here and there. All turns count, also those without codes.

Beside the learned suggester: the most frequent codes, the codebook alone, and TF-IDF with one-vs-rest
logistic regression (which needs scikit-learn). Two people who coded the same interviews reached a pooled F1
of .34 to .57, and kappa .45 to .46, in three studies: the engine's F1 and kappa are printed beside these (the
guide's topic `definitions`, `trial overall`, says what they are).

`at ours`, `at par` and `at twice` are the covered shares of as many suggestions as the learned suggester
shows, as there are codings, and twice as many, the likeliest first: they do not depend on how many a method
shows. More than twice as many as the codings of the whole study are a flood: `of limit` is what a method
shows per 100 turns as a share of that, and above 1 its covered share is bought with a flood. An earlier
version that shows more is therefore also measured `within limit`: by its best-scored suggestions, two for
each coding of the test sources. (No suggester knows that number; the learned one has to estimate it.)

Differences from a method are paired by seed. Where recall@3 or the covered share is lower than that of any
other method, the last table says so with the interval of the difference.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, gets_suggestions
from qualcode.suggesters.trial.shown_quality import TestedSource
from tests.benchmarks.coded_study import Study, read_study, with_keywords
from tests.benchmarks.suggestion_baselines import BASELINES, Split
from tests.benchmarks.suggestion_bench import Bench, measure_study, split
from tests.benchmarks.suggestion_engine import Task, Tasks
from tests.benchmarks.suggestion_speed import print_speed, say
from tests.benchmarks.suggestion_tables import (
    EARLIER,
    EARLIER_LIMITED,
    LEARNED,
    LIMIT,
    Cells,
    MeasuredMethod,
    Yardstick,
    losses,
    print_cells,
    shown_calibration,
    within_limit,
)
from tests.benchmarks.suggestion_trial import print_trial
from tests.support.ways_of_working import Answers, reading_along, scattered

BUDGETS = (25, 100, 400)
WAYS = {"along": reading_along, "finished": reading_along, "scattered": scattered}


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
    cells: Cells = defaultdict(MeasuredMethod)
    flood_limit = _flood_limit(bench)
    for number, (way, budget, tests, answers) in enumerate(splits):
        coded = np.vstack([bench.coded(source) for source in tests])
        turns = np.array(
            [
                gets_suggestions(segment, DEFAULT_LIMITS)
                for source in tests
                for segment in study.sources[source].segments
            ]
        )
        yardstick = Yardstick(
            turns=turns,
            shown_count=int(engines[LEARNED][f"shown-{number}"][turns].sum()),
            flood_limit=flood_limit,
        )
        for name, results in engines.items():
            probabilities, shown, scores = (
                results[f"{kind}-{number}"] for kind in ("probabilities", "shown", "scores")
            )
            test = TestedSource(coded=coded, probabilities=probabilities, shown=shown, scores=scores)
            cells[way, budget, name].add(test, yardstick)
            if name == EARLIER:
                cells[way, budget, EARLIER_LIMITED].add(within_limit(test, turns), yardstick)
        for name, method in BASELINES.items():
            if name != "TF-IDF regression" or find_spec("sklearn"):
                test = method(Split(bench, [source for _, source in answers], tests, coded, turns))
                cells[way, budget, name].add(test, yardstick)
    title = f"{folder.name}, {'with keywords' if keywords else 'definitions only'}"
    say(f"\n=== {title}{', with sentence vectors' if vectors else ''}")
    say(f"flood limit: {flood_limit:.1f} suggestions per 100 turns")
    print_cells(cells, bench.study.codebook.keys)
    return cells


def _flood_limit(bench: Bench) -> float:
    """Return twice the codings per 100 turns of the whole study, of turns that get suggestions."""
    counts = [
        len(codes)
        for source in bench.study.sources
        for segment, codes in zip(source.segments, source.codes, strict=True)
        if gets_suggestions(segment, DEFAULT_LIMITS)
    ]
    return LIMIT * 100 * sum(counts) / len(counts)


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
        (Path(folder) / "qualcode").symlink_to(root.resolve() / "qualcode")  # without that version's tests
        paths = [folder, str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        subprocess.run([sys.executable, engine, tasks, results], check=True, env=environment)
        with np.load(results) as arrays:
            return {name: arrays[name] for name in arrays.files}


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
    pooled: dict[tuple[str, str], list[MeasuredMethod]] = defaultdict(list)
    lower: list[str] = []
    for folder in arguments.folders:
        if "quality" not in arguments.skip:
            for keywords, vectors in product((False, True), (False, True)[: 1 + arguments.semantic]):
                cells = measure(folder, arguments, keywords=keywords, vectors=vectors)
                for (way, _, name), cell in cells.items():
                    pooled[way, name].append(cell)
                    pooled["all ways", name].append(cell)
                title = f"{folder.name}, {'with' if keywords else 'without'} keywords"
                lower += losses(f"{title}{', vectors' if vectors else ''}", cells)
        if "trial" not in arguments.skip:
            print_trial(measure_study(read_study(folder), None), arguments.seeds)
    if pooled:
        print_pooled(pooled, lower)
    if "speed" not in arguments.skip:
        print_speed([source for folder in arguments.folders for source in read_study(folder).sources])


def print_pooled(pooled: Mapping[tuple[str, str], Sequence[MeasuredMethod]], lower: Sequence[str]) -> None:
    """Print the calibration over all studies, and where the learned suggester is not the best."""
    say("\nECE of what is shown, pooled over seeds, budgets, codebooks and studies")
    for (way, name), cells in sorted(pooled.items()):
        say(f"  {way:10} {name:18} {shown_calibration(cells)}")
    say("\nrecall@3 or covered share below another method's")
    say("\n".join(f"  {line}" for line in lower) or "  nowhere")


if __name__ == "__main__":
    main()
