"""What the codebook says of a code, as text to read."""

from rich.text import Text

from qualcode.model import Code
from qualcode.text.visible import visible


def code_description(code: Code) -> Text:
    """Return definition, when to use the code and when not, and examples."""
    text = Text()
    text.append(f"{visible(code.key)}  ", style="bold")
    text.append(visible(code.label))
    fields = (("", code.definition or code.brief), ("Use", code.when_to_use), ("Not", code.when_not_to_use))
    for name, words in fields:
        if words:
            text.append("\n")
            text.append(f"{name}: " if name else "", style="bold")
            text.append(visible(" ".join(words.split())))
    for example in code.examples:
        text.append("\n")
        text.append("e.g. ", style="dim")
        text.append(visible(" ".join(example.split())), style="italic")
    return text
