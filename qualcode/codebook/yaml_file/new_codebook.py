"""The codebook of a new project: one theme, two codes, and comments that explain every field."""

from qualcode.codebook.yaml_file.yaml_scalars import field

SCHEMA_FILE = "codebook.schema.json"
"""File name of the schema in the first line of a new codebook; it is written next to the codebook."""

_REST = """
codes:
  # A code begins with its key: what codings refer to. Letters, digits, - _ and . are allowed in it.
  # Everything but the key may be left out, and everything may be changed later: codings follow.
  - code: first-theme
    label: My first theme
    color: "#4C78A8"                 # in quotes: # begins a comment
    brief: What it is about, in a few words
    definition: What a passage must say to belong here.
    children:                        # codes may stand under codes, as deep as you like
      - code: first-code
        label: My first code
        definition: What a passage must say to get this code.
        when_to_use: What decides in a doubtful case.
        when_not_to_use: What looks alike but belongs to another code, and to which.
        examples: ["A passage that shows it well."]
        # Patterns only suggest the code; a person decides.
        # patterns:
        #   - lemma: example             # this word in all its forms
        #   - phrase: for example        # these words
        #   - not: bad example           # never where these words stand
        #   - regex: 'e\\.g\\.'            # a regular expression
        #   - token: [{LOWER: for}, {LOWER: example}]   # a spaCy token pattern
      - code: second-code
        label: My second code
        definition: What another passage must say.
"""


_SCHEMA_COMMENT = "# yaml-language-server:"


def new_text(name: str) -> str:
    """Return the commented text of a new codebook with this name."""
    return with_schema(field("codebook", " ".join(name.split()), "") + _REST)


def with_schema(text: str) -> str:
    """Return a codebook's text with a first line that names the schema for editors, unless it has one."""
    if _SCHEMA_COMMENT in text:
        return text
    newline = "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" else "\n"
    return f"{_SCHEMA_COMMENT} $schema={SCHEMA_FILE}{newline}{text}"
