"""Field names and size limits of a codebook file.

The limits are far above any real codebook; they exist because a file may come from an untrusted source.
"""

import re

TOP_FIELDS = ("codebook", "codes", "groups")
GROUP_FIELDS = ("name", "members")
TEXT_FIELDS = ("label", "color", "brief", "definition", "when_to_use", "when_not_to_use")
CODE_FIELDS = ("code", *TEXT_FIELDS, "examples", "patterns", "retired", "children")

MAX_CHARACTERS = 20_000_000
MAX_NODES = 1_000_000
MAX_CODES = 50_000
MAX_LEVELS = 50

COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
