"""Time stamps: UTC in ISO 8601 to the millisecond, so that they sort as text."""

from datetime import UTC, datetime


def now() -> str:
    """Return the current time, such as `2026-03-01T09:30:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(time_stamp: str) -> int:
    """Return the milliseconds since 1970 of a time stamp."""
    return round(datetime.fromisoformat(time_stamp).timestamp() * 1000)
