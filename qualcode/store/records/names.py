"""The names of sources, coders, cases and attributes, without anything else of them."""

TYPE_CHECKING = False  # `typing` is not imported, as shell completion reads names
if TYPE_CHECKING:
    from qualcode.store.database import Database

QUERIES = {
    "source": "SELECT name FROM sources ORDER BY name",
    "coder": "SELECT name FROM coders WHERE EXISTS "
    "(SELECT 1 FROM acts WHERE coder = name AND origin <> 'withdrawn') ORDER BY name",
    "case": "SELECT name FROM cases ORDER BY name",
    "used code": "SELECT DISTINCT code FROM codings ORDER BY code",
    "attribute": "SELECT name FROM attributes GROUP BY name ORDER BY min(position), name",
}
"""Kind → the query of its names."""


def of_kind(database: "Database", kind: str) -> list[str]:
    """Return the names of a kind: source, coder, case, attribute, used code."""
    return [str(name) for (name,) in database.rows(QUERIES[kind])]
