"""Write the rows that could not be applied to a file, to be corrected and applied later."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from qualcode.files import write_atomically
from qualcode.model import Listing
from qualcode.workflows.coding.bulk_apply import SkippedRow


def write_skipped(path: Path, skipped: Sequence[SkippedRow]) -> Path:
    """Write a CSV file beside `path` with the skipped rows, their lines and reasons; return its path.

    The file has the columns of the rows, then `line` and `reason`. No existing file is replaced.
    """
    from qualcode.tables import file_bytes, frame

    columns = tuple(dict.fromkeys(column for row in skipped for column in row.row))
    own_columns = tuple(column for column in columns if column not in ("line", "reason"))
    rows = tuple(
        (*(_text(row.row.get(column)) for column in own_columns), row.line, row.reason) for row in skipped
    )
    listing = Listing(columns=(*own_columns, "line", "reason"), rows=rows)
    names = (f"{path.stem}.skipped{f'-{number}' if number > 1 else ''}.csv" for number in count(1))
    file = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    return write_atomically(file, file_bytes({"skipped": frame(listing)}, "csv"))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
