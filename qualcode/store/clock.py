"""The time that goes into the project: UTC to the millisecond, so that it sorts as text."""

from datetime import UTC, datetime


def now() -> str:
    """Return this moment as ISO 8601, such as `2026-03-01T09:30:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
