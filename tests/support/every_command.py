"""A line for every command of the program, in an order in which each finds what it needs in one project.

The words in capitals are replaced: SOURCE, CASE, CODER, ROUND, TIER, OTHER and TWO by names of the project,
MEMO, OWN and SUGGESTION by ids that it has at that moment, OUT by a folder. A test asserts that no command is
missing.
"""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from tests.support.command_lines import commands

READING = """
status; check; history; history --act 3; guide; guide privacy; show SOURCE; memos; codings; suggestions
sources
sources speakers SOURCE; cases; coders; rounds; agreement ROUND; disagreements ROUND; team rivals
codebook; codebook check; codebook history; codebook diff; codebook examples pursue
codebook schema; quotes pursue; quotes pursue --context 1; kwic line; words; frequencies
frequencies --by tier
crosstab code source; cooccurrence; sequence; matrix; matrix --quotes 1; compare tier TIER OTHER; saturation
timeline; coverage; barcode; next --by source; summary
"""
"""The commands that only read."""
EXACT = """
codebook export -f csv; codebook at 1; codings -f csv; quotes pursue -f md
"""
"""Those that print what is stored character by character, unless a terminal is to show it."""
WRITING = """
export --only codings -o OUT/rows.csv; export -f xlsx; export -f deposit -o OUT/deposit
export -o OUT/all.qdpx
export -f docx; report -o OUT/report.html; report --methods -o OUT/methods.md
codebook export -o OUT/codes.xlsx
quotes pursue -o OUT/quotes.docx; codings -o OUT/rows.xlsx; words -o OUT/words.html; backup OUT/study.zip
restore OUT/study.zip OUT/restored; team pack OUT/mine.qpack; team merge OUT/mine.qpack; init OUT/new
init OUT/from --from OUT/all.qdpx
"""
"""The commands that write files."""
CHANGING = """
import OUT/two.txt; sources kind two document; sources finish two; sources reopen two
sources rename two TWO; sources speakers SOURCE --rename Anna=Anne; cases import OUT/people.csv
cases set CASE mood=calm --new; cases join CASE TWO; summary CASE pursue Hello.; cases rename CASE Kim
cases remove Kim; memo project Hello.; memo source SOURCE Hello.
memo source SOURCE There. --quote line --nth 1; memo code pursue Hello.; memo remove MEMO
memo coding OWN Hello.; codings star OWN; codings unstar OWN
codings import OUT/rows.csv --yes --skip-bad; apply protect -s TWO --turn 1
apply protect --where pursue --yes; remove OWN; undo; redo; suggest; review --plain
accept SUGGESTION --yes; reject --code pursue --yes; codebook add chase --under protect
codebook define chase --definition Run.; codebook relabel chase Chase; codebook recolor chase '#112233'
codebook move chase --top; codebook rename chase hunt; codebook retire hunt; codebook revive hunt
codebook add run; codebook merge hunt run --into hunt; codebook remove hunt --yes
codebook split pursue one two --into one; codebook adopt; codebook edit
codebook import OUT/codes.xlsx --replace --yes; team settle none --other
rounds draw next --coders ann,ben; rounds finish next; rounds close next --anyway
coders rename CODER dan; code SOURCE; tutor OUT/lesson; sources remove SOURCE --erase --yes
"""
"""The commands that change the project."""
REFUSED = {"team settle", "code", "tutor"}
"""Those that are refused: there is no rival of a row, and no terminal."""
SLOW = ("demo OUT/demo", "trial", "similar line")
"""Those that load a model or make a study of their own."""
WITH_MORE = {"team", "memo"}
"""Groups that do nothing without a command of theirs."""


def lines(text: str) -> list[list[str]]:
    """Return the arguments of each line of a table."""
    return [shlex.split(line) for line in text.replace("\n", ";").split(";") if line.strip()]


def name_of(arguments: list[str]) -> str:
    """Return the name of the command in these arguments: `sources rename`."""
    two = " ".join(arguments[:2])
    return two if two in commands() else arguments[0]


def missing() -> set[str]:
    """Return the commands of the program without a line."""
    slow = [shlex.split(line) for line in SLOW]
    listed = {name_of(each) for each in (*lines(READING + EXACT + WRITING + CHANGING), *slow)}
    return set(commands()) - listed - WITH_MORE


def prepared(folder: Path, project: Path, arguments: list[str], names: Mapping[str, str]) -> list[str]:
    """Return the arguments with names, with ids of the project as it is, and with paths in the folder."""
    ids = dict(_ids(project)) if {"MEMO", "OWN", "SUGGESTION"} & set(arguments) else {}
    replaced = {**names, **ids}
    return [replaced.get(each, each).replace("OUT", str(folder)) for each in arguments]


def _ids(project: Path) -> Iterator[tuple[str, str]]:
    queries = {
        "MEMO": "SELECT id FROM memos ORDER BY made_at DESC",
        "OWN": "SELECT id FROM codings WHERE coder = 'ann' ORDER BY made_at",
        "SUGGESTION": "SELECT id FROM suggestions",
    }
    with closing(connect(project / "qualcode.db")) as database:
        for word, query in queries.items():
            row = database.execute(query).fetchone()
            yield word, str(row[0]) if row else "none"
