"""Every regular expression of the package ends soon, also on texts that nearly match it again and again."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from types import ModuleType

import pytest

import qualcode
from qualcode import readers, segmenters
from qualcode.text.lazy_pattern import LazyPattern

UNITS = (
    "[", "(", "-", ".", ":", "#", "|", "<", "_", "=", "a", "A", "1", ",", "\t", "'", "&", "\\", "é", " ",
    "\n", "1:", "1.", "1,", "A.", "- ", "[ ", "a ", "A ", "1 ", ". ", " :", "[1]", "a, ", "A:1", "**", "a\n",
)  # fmt: skip
"""What a text repeats."""
_SECONDS = 2.0


def patterns(name: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns in a constant of a module, each with its name."""
    if isinstance(value, LazyPattern):
        yield from patterns(name, value.compiled)
    elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield name, value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from patterns(name, each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns(name, each)


def patterns_in(package: ModuleType) -> dict[re.Pattern[str], str]:
    """Return every pattern that is a constant of a package, with its name."""
    modules = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    names = [module.name for module in modules if not module.name.endswith("__main__")]
    return {
        pattern: name
        for module in names
        for constant, value in vars(importlib.import_module(module)).items()
        for name, pattern in patterns(f"{module}.{constant}", value)
    }


def too_slow(package: ModuleType, size: int, endings: tuple[str, ...]) -> list[str]:
    """Return the patterns that take longer than the limit on a text of so many units, each with the text."""
    slow = []
    for pattern, name in patterns_in(package).items():
        for text in (unit * size + ending for unit in UNITS for ending in endings):
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
            try:
                pattern.search(text)
                pattern.fullmatch(text)
            except TimeoutError:
                slow.append(f"{name}: {text[:3]!r} … {text[-3:]!r}")
                break
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    return slow


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("package", [segmenters, readers], ids=["segmenters", "readers"])
def test_no_pattern_for_transcripts_takes_exponential_time(package: ModuleType) -> None:
    assert too_slow(package, 30, ("!",)) == []


@pytest.mark.long
@pytest.mark.usefixtures("alarm")
def test_no_pattern_takes_cubic_time() -> None:
    assert too_slow(qualcode, 300, ("", "!", "\x00a")) == []


@pytest.mark.usefixtures("alarm")
def test_a_pattern_without_end_is_stopped() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    with pytest.raises(TimeoutError):
        re.fullmatch(r"(?:[^\w\s]+ *)*a", "[" * 40)
