"""The command line: each command parses, calls one workflow and shows rows."""


def main() -> None:
    """Run the program."""
