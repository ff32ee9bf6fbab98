"""Changes of keys between any two versions: composed over the versions between, without undone ones."""

from collections.abc import Sequence

from qualcode.model import CodeKey
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebooks import CodebookVersion
from tests.support.stored_studies import ANN


def version(database: Database, *pairs: tuple[str, str]) -> int:
    """Add a version in which these keys became others."""
    number = (codebooks.newest_number_and_hash(database) or (0, ""))[0] + 1
    new = CodebookVersion(number=0, sha256=str(number), text=str(number), parsed="{}", made_at="", coder=ANN)
    with history.act(database, ANN, "codebook") as recorder:
        return codebooks.add_next(
            recorder, new, [(CodeKey(old), CodeKey(new)) for old, new in pairs], "0" * 64
        )


def became(database: Database, older: int, newer: int, keys: str = "abcxy") -> dict[str, Sequence[str]]:
    """Return what became of these keys, which the older version had."""
    return {old: new for old, new in key_lineage.key_changes(database, older, newer).items() if old in keys}


def test_successive_renames_are_composed_in_both_directions(database: Database) -> None:
    version(database, ("a", "b"))
    version(database)
    version(database, ("b", "c"), ("x", "y"))
    assert became(database, 1, 4, "ax") == {"a": ("c",), "x": ("y",)}
    assert became(database, 4, 1, "cy") == {"c": ("a",), "y": ("x",)}
    assert became(database, 2, 3) == became(database, 3, 3) == {}


def test_a_freed_key_may_be_another_code(database: Database) -> None:
    version(database, ("a", "b"))
    version(database, ("c", "a"))
    assert became(database, 1, 3) == {"a": ("b",), "c": ("a",)}


def test_a_code_renamed_back_is_unchanged(database: Database) -> None:
    version(database, ("a", "b"))
    version(database, ("b", "a"))
    assert became(database, 1, 3, "a") == {}


def test_merges_and_splits_are_composed(database: Database) -> None:
    version(database, ("a", "c"), ("b", "c"))
    version(database, ("c", "d"), ("c", "e"))
    version(database, ("e", "f"))
    assert became(database, 1, 4) == {"a": ("d", "f"), "b": ("d", "f"), "c": ("d", "f")}
    assert key_lineage.last_split(database, CodeKey("c")) == (3, ("d", "f"))
    assert key_lineage.last_split(database, CodeKey("a")) is None


def test_undone_versions_are_skipped(database: Database) -> None:
    version(database, ("a", "c"), ("b", "c"))
    history.undo(database, ANN)
    version(database, ("a", "d"))
    undone = codebooks.with_number(database, 3)
    assert undone is not None
    assert undone.restores == 1
    assert became(database, 1, 3) == became(database, 3, 1) == {}
    assert became(database, 1, 4) == became(database, 3, 4) == {"a": ("d",)}
    assert became(database, 2, 3) == {"c": ("a", "b")}
    history.undo(database, ANN)
    history.redo(database, ANN)
    assert became(database, 1, 6) == {"a": ("d",)}


def test_the_file_is_pending_until_it_has_the_newest_version(database: Database) -> None:
    version(database)
    assert codebooks.pending_file(database) == codebooks.PendingFile(version=2, replaces="0" * 64)
    version(database)
    assert codebooks.pending_file(database) == codebooks.PendingFile(version=3, replaces="0" * 64)
    history.undo(database, ANN, 2)
    assert codebooks.pending_file(database) is None, "it is what the file has had all the time"
