"""How are runs written as Parquet? In groups of rows, each written before the next is read; needs `pip install 'watchgate[parquet]'`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from watchgate.kernel.errors import UserError

_AT_ONCE = 10_000
_TIMES = ("started_at", "ended_at")
_NUMBERS = (
    *("duration_ms", "input_tokens", "output_tokens"),
    *("reported_microusd", "estimated_microusd", "allocated_microusd"),
)


def check() -> None:
    """Raises UserError when it cannot be written."""
    if find_spec("pyarrow") is None:
        raise UserError("Parquet needs PyArrow, which is not installed: pip install 'watchgate[parquet]'.")


def write(path: Path, runs: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> int:
    """How many there were."""
    import pyarrow as pa  # noqa: PLC0415 -- large, and few want it
    import pyarrow.parquet as pq  # noqa: PLC0415 -- the same

    kinds = {name: pa.timestamp("us", tz="UTC") for name in _TIMES} | {name: pa.int64() for name in _NUMBERS}
    kinds["sources"] = pa.list_(pa.string())
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in columns])
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        for batch in _batches(iter(runs)):
            writer.write_table(pa.Table.from_pylist([_row(run) for run in batch], schema=schema))
            count += len(batch)
    return count


def _batches(runs: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while batch := list(islice(runs, _AT_ONCE)):
        yield batch


def _row(run: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**run, **{name: datetime.fromisoformat(run[name]) for name in _TIMES}}
