"""Suggestions of one version of the learned suggester, in a process of its own.

    PYTHONPATH=ROOT:. python tests/benchmarks/suggestion_engine.py TASKS RESULTS

ROOT has the folder `qualcode` of that version: so the versions before and after a change are measured on the
same tasks in one run. TASKS is JSON (see `Task`), RESULTS an .npz with the arrays `probabilities-N`,
`shown-N` and `scores-N` of task N: segments of all its test sources by codes.
"""

import json
import sys
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import TypedDict

import numpy as np

from qualcode.model import CodeKey, Role
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.learned_suggester import fit_model, previous_codes
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from qualcode.suggesters.suggestion_limits import SuggestionLimits, top_codes
from tests.benchmarks.coded_study import Study, read_study, with_keywords


class Answered(TypedDict):
    """A coder's answers on one source: the codes of its first segments, and how many of them were read."""

    number: int
    codes: list[list[str]]
    read: int
    known: int


class Task(TypedDict):
    """Answers to learn from, and sources to suggest on."""

    answers: list[Answered]
    tests: list[int]
    along: bool
    """Whether the codes of the previous turn are known on the test sources."""


class Tasks(TypedDict):
    """A study and all tasks on it."""

    folder: str
    keywords: bool
    vectors: bool
    tasks: list[Task]


def main() -> None:
    """Run the tasks in one file and write the results to another."""
    tasks: Tasks = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    study = read_study(Path(tasks["folder"]), whole_turns=True)
    if tasks["keywords"]:
        study = Study(with_keywords(study.codebook), study.sources)
    space = _feature_space(study, vectors=tasks["vectors"])
    features = [space.measure(source.segments) for source in study.sources]
    results: dict[str, np.ndarray] = {}
    for number, task in enumerate(tasks["tasks"]):
        for name, matrix in _run(study, space, features, task).items():
            results[f"{name}-{number}"] = matrix
    np.savez(sys.argv[2], **results)  # type: ignore[arg-type]


def _feature_space(study: Study, *, vectors: bool) -> FeatureSpace:
    segments = [segment for source in study.sources for segment in source.segments]
    evidence = PatternEvidence(study.codebook)
    space = FeatureSpace(
        patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments), encoder=None
    )
    if not vectors:
        return space
    if "meanings" not in {field.name for field in fields(FeatureSpace)}:  # an earlier version
        earlier = import_module("qualcode.suggesters.learning.sentence_vectors")
        return replace(space, encoder=earlier.centre_vectors(earlier.SentenceVectors(), segments))
    sentence_vectors = import_module("qualcode.suggesters.learning.meaning.sentence_vectors")
    code_meanings = import_module("qualcode.suggesters.learning.meaning.code_meanings")
    plain = sentence_vectors.SentenceVectors()
    encoder = sentence_vectors.centre_vectors(plain, segments)
    texts = [code_meanings.description(code) for code, _ in study.codebook.walk()]
    meanings = code_meanings.CodeMeanings(encoder.centred(plain.encode_texts(texts)))
    return replace(space, encoder=encoder, meanings=meanings)


def _run(
    study: Study, space: FeatureSpace, features: list[SegmentFeatures], task: Task
) -> dict[str, np.ndarray]:
    keys, limits = space.patterns.keys, SuggestionLimits()
    sources = [_coded_source(study.sources[answers["number"]], answers) for answers in task["answers"]]
    model = fit_model(space, sources, [features[answers["number"]] for answers in task["answers"]])
    matrices: dict[str, list[np.ndarray]] = {"probabilities": [], "shown": [], "scores": []}
    for number in task["tests"]:
        source = study.sources[number]
        previous = np.full(features[number].patterns.shape, np.nan)
        if task["along"]:
            previous = previous_codes(keys, source)
        probabilities = model.probabilities(features[number], previous)
        if hasattr(model, "select"):
            selection = model.select(features[number], previous, keys, limits)
            shown, scores = selection.shown, selection.scores
        else:  # a version that shows whatever has a high probability
            shown, scores = np.zeros(probabilities.shape, dtype=np.bool_), probabilities
            for row, segment in enumerate(source.segments):
                if segment.role is not Role.INTERVIEWER:
                    shown[row, top_codes(probabilities[row], limits)] = True
        for name, matrix in (("probabilities", probabilities), ("shown", shown), ("scores", scores)):
            matrices[name].append(matrix)
    return {name: np.vstack(parts) for name, parts in matrices.items()}


def _coded_source(source: CodedSource, answers: Answered) -> CodedSource:
    """Return the answers in the form of this version, which may not tell known from likely reading."""
    nothing = [frozenset[CodeKey]()] * len(answers["codes"])
    values = {
        "segments": source.segments,
        "codes": [frozenset(map(CodeKey, codes)) for codes in answers["codes"]],
        "rejected": nothing,
        "skipped": nothing,
        "read_limit": answers["read"],
        "read_through": answers["known"],
    }
    return CodedSource(**{field.name: values[field.name] for field in fields(CodedSource)})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
