"""The digest of a pack: no two contents have one, and it is the same wherever it is computed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.store.team.checked_rows import pack_digest

Rows = Sequence[tuple[object, object]]

CELLS = st.one_of(
    st.none(),
    st.sampled_from([0, 1, 1.0, "1", "", "null", b"", b"1", "[", '","', '{"bytes":"31"}', "\n"]),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.binary(max_size=5),
)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=3)


def contents(first: Rows, second: Rows) -> tuple[str, str]:
    """Return the digest of two tables with these rows, and what SQLite has kept of the rows."""
    with closing(sqlite3.connect(":memory:")) as pack:
        for table, rows in (("first", first), ("second", second)):
            pack.execute(f"CREATE TABLE {table} (a, b)")
            pack.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - our own names
        kept = [pack.execute(f"SELECT * FROM {table}").fetchall() for table in ("first", "second")]  # noqa: S608
        return pack_digest(pack), ascii(kept)


@settings(max_examples=40)
@given(ROWS, ROWS, ROWS, ROWS)
@example([("ab", "c")], [], [("a", "bc")], [])
@example([(1, 2)], [], [], [(1, 2)])
@example([(None, b"1")], [], [("null", '{"bytes":"31"}')], [])
@example([(1, 1)], [], [(1.0, "1")], [])
def test_two_contents_have_one_digest_only_if_they_are_equal(
    first: Rows, second: Rows, other_first: Rows, other_second: Rows
) -> None:
    digest, kept = contents(first, second)
    other_digest, other_kept = contents(other_first, other_second)
    assert (digest == other_digest) == (kept == other_kept)
    assert contents(first, second)[0] == digest


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000])
def test_the_digest_is_that_of_lines_of_json(count: int) -> None:
    """By hand, for numbers of rows around those that are read at once."""
    with closing(sqlite3.connect(":memory:")) as pack:
        pack.execute("CREATE TABLE b (x, y)")
        pack.execute("CREATE TABLE a (key TEXT PRIMARY KEY) WITHOUT ROWID")
        pack.execute("CREATE TABLE pack (coder, digest)")
        pack.execute("INSERT INTO pack VALUES ('ann', 'left out')")
        pack.executemany("INSERT INTO a VALUES (?)", [("z",), ("y\n",)])
        pack.executemany("INSERT INTO b VALUES (?, ?)", [(number, "é") for number in range(count)])
        rows = "".join(f'[{number},"é"],' for number in range(count))
        lines = f'["a","key"]["y\\n"],["z"],\n["b","x","y"]{rows}\n["pack","coder"]["ann"],\n'
        assert pack_digest(pack) == sha256(lines.encode()).hexdigest()
