"""Measure `suggest` as a user runs it: from the project's database and back into it, in a process of its own.

    python tests/benchmarks/suggesting_workflow.py FOLDER [--words 44000 440000] [--turns 800]

Interviews of 10,000 words are made of turns drawn from FOLDER's transcripts (in the form that
`coded_study.py` describes), imported, and the first turns coded. Then patterns and learned suggest on
everything. Time excludes start-up; memory is the process's peak, beside that of the libraries alone.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.model import CoderName, count_words
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.sources import files_to_import, import_files
from tests.benchmarks.coded_study import read_study
from tests.benchmarks.foundation import new_project, run, say

ANN = CoderName("ann")
_INTERVIEW_WORDS, _MINIMUM_CHARACTERS = 10_000, 80

# In a process of its own, so that memory is that of suggesting alone.
_SUGGEST = """
import json, resource, sys, time
from pathlib import Path
import spacy, scipy.optimize, simplemma
from qualcode.store.project import open_project
from qualcode.suggesters.learning import learned_suggester
from qualcode.workflows.suggestions import run_suggester
simplemma.lemmatize("words", lang="en"); spacy.blank("en")
def memory(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
measured = {"libraries": memory()}
with open_project(Path(sys.argv[1])) as project:
    ids = run_suggester.source_ids(project)
    for name in ("patterns", "learned"):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        result = run_suggester.suggest(project, "ann", ids, run_suggester.SuggestOptions(suggester=name))
        seconds = time.perf_counter() - wall_start, time.process_time() - cpu_start
        measured[name] = [*seconds, result.total, memory()]
print(json.dumps(measured))
"""


def main() -> None:
    """Measure each size on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, nargs="*", default=[44_000, 440_000])
    parser.add_argument("--turns", type=int, default=800, help="how many turns are coded")
    arguments = parser.parse_args()
    texts = [segment.text for source in read_study(arguments.folder).sources for segment in source.segments]
    turns = [" ".join(text.split()) for text in texts if len(text) > _MINIMUM_CHARACTERS]
    for words in arguments.words:
        with TemporaryDirectory() as folder:
            measure(Path(folder), turns, words, arguments.turns)


def measure(work: Path, turns: Sequence[str], words: int, coded: int) -> None:
    """Make a study of this number of words, suggest on all of it, and print time and memory."""
    study = new_project(work / "study")
    (work / "transcripts").mkdir()
    for number in range(max(1, words // _INTERVIEW_WORDS)):
        path = work / "transcripts" / f"interview-{number:04}.txt"
        path.write_text(interview(turns, min(words, _INTERVIEW_WORDS), number), encoding="utf-8")
    with open_project(study) as project:
        files = files_to_import.find_files([str(work / "transcripts")]).files
        count = sum(
            imported.source.words
            for imported in import_files.import_files(project, ANN, files, import_files.ImportOptions())
            if imported.source
        )
        code_first(project, coded)
    measured = json.loads(run([sys.executable, "-c", _SUGGEST, study]))
    say(f"{count:,} words, {len(files)} sources; libraries alone {measured['libraries']:.0f} MB")
    for name in ("patterns", "learned"):
        seconds, cpu_seconds, total, memory = measured[name]
        say(f"  {name:9}{seconds:6.1f} s ({cpu_seconds:.1f} s of processor)")
        say(f"           {total:,} suggestions, {memory:.0f} MB")
    say(f"  together {measured['patterns'][0] + measured['learned'][0]:.1f} s")


def interview(turns: Sequence[str], words: int, number: int) -> str:
    """Return an interview of this number of words, questions and answers in turn."""
    random = Random(number)  # noqa: S311 - a seed, not a secret
    turns_text: list[str] = []
    spoken = 0
    while spoken < words:
        text = random.choice(turns)
        turns_text.append(f"{'Interviewer' if len(turns_text) % 2 == 0 else 'Participant'}: {text}\n\n")
        spoken += count_words(text)
    return "".join(turns_text)


def code_first(project: Project, count: int) -> None:
    """Code every second of the participants' first turns with a random code, as one who has read them."""
    random = Random(1)  # noqa: S311 - a seed, not a secret
    keys = current_codebook(project).codebook.keys
    for name, source in sources.ids_by_name(project.database).items():
        for turn in sources.turns(project.database, source)[1::4]:
            if count == 0:
                return
            apply_codes.apply(
                project, ANN, [random.choice(keys)], name, apply_codes.SpanChoice(turn=turn.number)
            )
            count -= 1


if __name__ == "__main__":
    main()
