"""pandas is loaded without what only Parquet files need, and they can still be written."""

import subprocess
import sys

LOAD = "import sys; from qualcode.tables.load_pandas import load_pandas; load_pandas(); "


def output_of(code: str) -> list[str]:
    command = [sys.executable, "-c", LOAD + code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_pyarrow_and_the_writers_are_not_loaded_and_numpy_has_one_thread() -> None:
    code = (
        "from qualcode import tables; tables.frequencies; tables.listing; tables.to_text; "
        "from threadpoolctl import threadpool_info; "
        "print(*(name for name in ('pyarrow', 'docx', 'xlsxwriter', 'scipy') if name in sys.modules)); "
        "print({pool['num_threads'] for pool in threadpool_info() if pool['user_api'] == 'blas'})"
    )
    assert output_of(code) == ["{1}"]


def test_parquet_files_can_be_written_afterwards() -> None:
    code = (
        "import pandas; from qualcode.tables import file_bytes; "
        "print(file_bytes({'t': pandas.DataFrame({'a': ['x', None], 'b': [1, 2]})}, 'parquet')[:4])"
    )
    assert output_of(code) == ["b'PAR1'"]
