"""Load pandas without pyarrow, for a process that only counts.

pandas imports pyarrow if it is installed, which takes a tenth of a second; only Parquet files need it.
"""

import gc
import os
import sys
from importlib import import_module


def load_pandas() -> None:
    """Import numpy and pandas without pyarrow and without a thread for each core; no effect if loaded.

    Counting uses no linear algebra. Parquet files can still be written afterwards.
    """
    if "pandas" in sys.modules:
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    hidden = "pyarrow" not in sys.modules
    if hidden:
        sys.modules["pyarrow"] = None  # type: ignore[assignment] # the import then fails as if not installed
    collects = gc.isenabled()
    gc.disable()  # what a library makes while it is loaded lives until the end
    try:
        import_module("pandas")
        gc.freeze()
    finally:
        if collects:
            gc.enable()
        if hidden:
            del sys.modules["pyarrow"]
