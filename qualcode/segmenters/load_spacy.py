"""Load spaCy without its command line, for a process that only cuts and matches texts.

spaCy imports its own commands with what they need for the network and for forms, a quarter of its loading
time; only one function of them is part of its interface.
"""

import sys
from importlib import import_module
from types import ModuleType

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def load_spacy() -> None:
    """Import spaCy with stand-ins for its commands, which can still be imported afterwards; once."""
    if "spacy" in sys.modules:
        return
    for name in _COMMANDS:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined] # what spaCy itself imports
    try:
        import_module("spacy")
    finally:
        for name in _COMMANDS:
            del sys.modules[name]
