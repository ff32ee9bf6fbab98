"""qualcode: code interview transcripts in the terminal, and analyse them in Python.

    import qualcode

    with qualcode.open("my-study", coder="ann") as project:
        table = project.frequencies(by="tier", where="years > 10")

`qualcode.open` returns an `OpenProject`; `help(qualcode.OpenProject)` lists what it can do. `qualcode.errors`
has the errors that it raises.
"""

TYPE_CHECKING = False  # as in `typing`, which costs as much time to import as everything else here
if TYPE_CHECKING:
    from qualcode import errors
    from qualcode.api import OpenProject, open  # noqa: A004 - `qualcode.open`, as `gzip.open`

__version__ = "0.1.0"
__all__ = ["OpenProject", "__version__", "errors", "open"]


def __getattr__(name: str) -> object:
    """Import the public names on first use, so that `import qualcode` loads nothing."""
    if name not in __all__:
        message = f"module 'qualcode' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    if name == "errors":
        return import_module("qualcode.errors")
    # By name: the modules that read `__version__` from here are below `qualcode.api`.
    return getattr(import_module("qualcode.api"), name)


def __dir__() -> list[str]:
    return __all__
