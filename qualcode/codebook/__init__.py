"""The YAML file to a codebook and back: read, check, write, compare, edit, publish.

Reading (light; loads ruamel only):
    read(text, path=None) -> Codebook        CodebookError(path, line, column) says what is wrong
    to_json(codebook) -> str                 a fast private form with lines, to cache by the text's hash
    from_json(text) -> Codebook              ValueError for any other form: read the YAML again
    write(codebook) -> str                   YAML for a codebook from elsewhere; read(write(c)) == c
    new_text(name) -> str                    the commented codebook of a new project
    check(codebook) -> tuple[Finding, ...]   Finding(line, code, kind: Unwise, message), in the file's order
    key_from(label) -> str                   a key made from words; is_key(text) -> bool

Text fields are read without the white space around them; labels and the name are single lines. Files are to
be opened with `newline=""`, so that an edit can keep their line endings.
"""

from qualcode.codebook.cache import from_json, to_json
from qualcode.codebook.checking import check
from qualcode.codebook.fields import is_key, key_from
from qualcode.codebook.findings import Finding, Unwise
from qualcode.codebook.reading import read
from qualcode.codebook.starting import SCHEMA_FILE, new_text
from qualcode.codebook.writing import write

__all__ = [
    "SCHEMA_FILE",
    "Finding",
    "Unwise",
    "check",
    "from_json",
    "is_key",
    "key_from",
    "new_text",
    "read",
    "to_json",
    "write",
]
