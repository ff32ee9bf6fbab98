"""Mutated packs, backups, projects of other programs, tables, settings and queries, given to the commands.

Each is read or refused with a message, in little time. For longer: `pytest -m long tests/fuzz --minutes 10`.
"""

import random
import resource
import shutil
import time
from pathlib import Path

import pytest

from qualcode.cli import main
from tests.cli.conftest import CODEBOOK, INTERVIEW
from tests.fuzz.test_fuzz_files import mutated

MADE = (
    "init study --codebook codes.yaml", "import one.txt -p study", "apply pursue -s one --turn 2 -p study",
    "apply protect -s one --turn 4 -p study", "memo project Hello. -p study", "export -o all.qdpx -p study",
    "team pack mine.qpack -p study", "backup study.zip -p study", "codebook export -o codes.xlsx -p study",
    "codebook export -o codes.qdc -p study", "export --only codings -o rows.csv -p study",
    "codings -o rows.xlsx -p study", "cases import people.csv -p study",
)  # fmt: skip
DOORS = {
    "all.qdpx": "init fresh --from FILE",
    "study.zip": "restore FILE fresh",
    "mine.qpack": "team merge FILE --dry-run -p study",
    "codes.xlsx": "codebook import FILE -o fresh.yaml",
    "codes.qdc": "codebook import FILE -o fresh.yaml",
    "rows.csv": "codings import FILE --yes --skip-bad -p study",
    "rows.xlsx": "codings import FILE --yes --skip-bad -p study",
    "people.csv": "cases import FILE -p study",
    "settings.toml": "status -p study",
    "query.txt": "quotes QUERY -p study",
}
_SLOW_SECONDS, _MEGABYTES = 10.0, 600


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the program in this process; return its exit code. An error that is no message is raised."""
    monkeypatch.setattr("sys.argv", ["qualcode", *arguments])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file for each door; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    (tmp_path / "one.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "codes.yaml").write_text(CODEBOOK, encoding="utf-8")
    (tmp_path / "people.csv").write_text("case,source,tier\nKim,one,local\n", encoding="utf-8")
    (tmp_path / "query.txt").write_text(
        "code(pursue | protect) & near(line, month, 5) & 'took out' & attr(tier = local) & !speaker(Int)"
    )
    for line in MADE:
        assert run(line.split(), monkeypatch) == 0, line
    shutil.copy(tmp_path / "study" / "qualcode.toml", tmp_path / "settings.toml")
    return tmp_path


def check(door: str, made: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give one mutation to the command; it is taken or refused, and in time."""
    data = mutated((made / door).read_bytes(), chance)
    file = made / f"mutated.{door}"
    settings = made / "study" / "qualcode.toml"
    (settings if door == "settings.toml" else file).write_bytes(data)
    query = data.decode("utf-8", "replace").replace("\0", " ")[:20_000]
    words = {"FILE": str(file), "QUERY": f" {query}"}
    began = time.process_time()
    code = run([words.get(word, word) for word in DOORS[door].split()], monkeypatch)
    seconds = time.process_time() - began
    assert code in (0, 1, 2, 3)
    assert seconds < _SLOW_SECONDS, (door, len(data), seconds)
    shutil.copy(made / "settings.toml", settings)
    shutil.rmtree(made / "fresh", ignore_errors=True)
    (made / "fresh.yaml").unlink(missing_ok=True)


def test_mutated_files_of_every_door_are_taken_or_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for door in DOORS:
        check(door, made, random.Random(door), monkeypatch)  # noqa: S311 - to be repeatable


@pytest.mark.long
def test_mutations_at_every_door_for_some_minutes(
    made: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    deadline = time.monotonic() + 60 * float(request.config.getoption("--minutes"))
    first_seed = int(request.config.getoption("--seed"))
    failures, tried = [], 0
    while time.monotonic() < deadline:
        chance = random.Random(first_seed + tried)  # noqa: S311 - to be repeatable
        door = chance.choice(list(DOORS))
        try:
            check(door, made, chance, monkeypatch)
        except Exception as error:  # noqa: BLE001 - all are reported
            failures.append(f"seed {first_seed + tried}, {door}: {type(error).__name__}: {error}"[:300])
        tried += 1
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{tried} tried, {len(failures)} failed, {megabytes:.0f} MB at most")  # noqa: T201 - the figures
    assert failures == []
    assert megabytes < _MEGABYTES
