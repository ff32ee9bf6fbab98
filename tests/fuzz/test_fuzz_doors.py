"""Mutated packs, backups, projects of other programs, tables, settings and queries, given to the commands.

Each is read or refused with a message, in little time. For longer: `pytest -m long tests/fuzz --minutes 10`.
"""

import random
import resource
import shutil
import time
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from sqlite3 import Connection, IntegrityError, connect
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from qualcode.cli import main
from tests.cli.conftest import CODEBOOK, INTERVIEW
from tests.fuzz.test_fuzz_files import mutated
from tests.support.foreign_databases import (
    DEFAULT_PLACES,
    qc_folder,
    qualcoder_rows,
    taguette_rows,
    write_database,
)

MADE = (
    "init study --codebook codes.yaml", "import one.txt -p study", "apply pursue -s one --turn 2 -p study",
    "apply protect -s one --turn 4 -p study", "memo project Hello. -p study", "export -o all.qdpx -p study",
    "team pack mine.qpack -p study", "backup study.zip -p study", "codebook export -o codes.xlsx -p study",
    "codebook export -o codes.qdc -p study", "export --only codings -o rows.csv -p study",
    "codings -o rows.xlsx -p study", "cases import people.csv -p study", "cases -o people.xlsx -p study",
    "export --only codings -o applied.xlsx -p study", "export --format word -o word -p study",
)  # fmt: skip
DOORS = {
    "all.qdpx": "init fresh --from FILE",
    "study.zip": "restore FILE fresh",
    "mine.qpack": "team merge FILE --dry-run -p study",
    "codes.xlsx": "codebook import FILE -o fresh.yaml",
    "codes.qdc": "codebook import FILE -o fresh.yaml",
    "rows.csv": "codings import FILE --yes --skip-bad -p study",
    "rows.xlsx": "codings import FILE --yes --skip-bad -p study",
    "applied.xlsx": "apply --from FILE --skip-bad -p study",
    "back.docx": "codings import FILE --yes -p study",
    "people.csv": "cases import FILE -p study",
    "people.xlsx": "cases import FILE -p study",
    "data.qda": "init fresh --from FILE",
    "taguette.sqlite3": "init fresh --from FILE",
    "lines.sqlite3": "init fresh --from qc",
    "settings.toml": "status -p study",
    "query.txt": "quotes QUERY -p study",
}
_VALID_SHARE = 0.5
_SLOW_SECONDS, _MEGABYTES = 10.0, 600
_CELLS = (
    None, "", 0, -1, 1, 2**63 - 1, -(2**63), 1e300, float("inf"), "x", "\x00", "one\ntwo", b"\xff\x00",
    "9" * 400,    "\x1b[2J", "\u202e", "é" * 3000, "../../x", "<p>" * 500, "[" * 2000,
    '{"type": "highlight_add", "highlight_id": []}',
)  # fmt: skip
"""Values that a cell of a database may have and that no program writes there."""


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
    shutil.copy(tmp_path / "word" / "one.docx", tmp_path / "back.docx")
    write_database(tmp_path / "data.qda", qualcoder_rows())
    write_database(tmp_path / "taguette.sqlite3", taguette_rows())
    shutil.copy(qc_folder(tmp_path / "qc") / DEFAULT_PLACES[1], tmp_path / "lines.sqlite3")
    return tmp_path


def mutated_file(path: Path, chance: random.Random) -> bytes:
    """Return a mutation of a file; half of those of archives and databases can be opened."""
    data = path.read_bytes()
    if chance.random() < _VALID_SHARE and data.startswith(b"PK"):
        return _with_mutated_entry(data, chance)
    if chance.random() < _VALID_SHARE and data.startswith(b"SQLite"):
        return _with_mutated_cells(path, chance)
    return mutated(data, chance)


def _with_mutated_entry(data: bytes, chance: random.Random) -> bytes:
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        chosen = chance.choice(archive.namelist())
        for name in archive.namelist():
            content = archive.read(name)
            target.writestr(name, mutated(content, chance) if name == chosen else content)
    return changed.getvalue()


def _with_mutated_cells(path: Path, chance: random.Random) -> bytes:
    changed = path.with_name("changed.sqlite3")
    shutil.copy(path, changed)
    with closing(connect(changed)) as database, database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for _ in range(chance.choice((1, 2, 5))):
            _mutate_cell(database, chance.choice(tables), chance)
    return changed.read_bytes()


def _mutate_cell(database: Connection, table: str, chance: random.Random) -> None:
    """Replace a cell of a row, if the schema of the table allows it."""
    rows = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - a name of the table itself
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    if rows:
        column, row = chance.choice(columns), chance.choice(rows)
        same_row = " AND ".join(f'"{name}" IS ?' for name in columns)
        database.execute("PRAGMA ignore_check_constraints = ON")
        with suppress(IntegrityError):  # a key that has to be a number
            database.execute(
                f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE {same_row}',  # noqa: S608 - as above
                (chance.choice(_CELLS), *row),
            )


def check(door: str, made: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give one mutation to the command; it is taken or refused, and in time."""
    data = mutated_file(made / door, chance)
    file = made / f"mutated.{door}"
    settings, lines = made / "study" / "qualcode.toml", made / "qc" / DEFAULT_PLACES[1]
    {"settings.toml": settings, "lines.sqlite3": lines}.get(door, file).write_bytes(data)
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
    assert not failures, "\n".join(failures)
    assert megabytes < _MEGABYTES
