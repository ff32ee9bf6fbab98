"""The table of codings: one row a coding, with all that is needed to find it, trust it and count it."""

import pandas as pd

from qualcode.model import Listing
from qualcode.tables.frames import frame


def codings_frame(listing: Listing) -> pd.DataFrame:
    """Return the listed codings as a frame with the same columns, which `gather` reads."""
    return frame(listing)
