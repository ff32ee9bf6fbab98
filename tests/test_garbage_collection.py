"""The pause of the garbage collector ends, whatever happens in it."""

import gc

import pytest

from qualcode.garbage_collection import collection_paused


@collection_paused()
def fail_in_inner_pause() -> None:
    with collection_paused():
        assert not gc.isenabled()
    assert not gc.isenabled()
    raise ValueError


def test_collection_goes_on_after_an_error_and_after_an_inner_pause() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its own
        fail_in_inner_pause()
    assert gc.isenabled()
