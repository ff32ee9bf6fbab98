"""Draw the README's picture of the coding screen from the sample study, with Textual's SVG export.

    python tests/support/programs/readme_picture.py

It writes `tests/tui/coding-screen.svg`.
"""

import asyncio
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[3]))

from qualcode.model import CoderName
from qualcode.store.project import open_project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.painting.color_palette import Depth
from qualcode.workflows.coding_screen.coding_session import CodingSession
from tests.benchmarks.foundation import QUALCODE, new_project, run

ROOT = Path(__file__).parents[3]
SOURCE = "local-01-neighbourhood-sergeant"
SIZE = (118, 36)
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
CODED = (
    ("relentlessly pursue", "pursue"),
    ("It's down as an enforcement visit.", "outputs"),
    ("enforcement visit", "pursue"),
    ("There isn't a box for a lock.", "metrics-criticism"),
)


async def main() -> None:
    """Create the sample study, code a few quotes, and write the picture."""
    with TemporaryDirectory() as temporary:
        folder = new_project(Path(temporary) / "study")
        options = ["-p", folder, "--coder", "ann"]
        run([*QUALCODE, "import", ROOT / "sample_transcripts" / f"{SOURCE}.txt", *options])
        for quote, code in CODED:
            run([*QUALCODE, "apply", code, "--source", SOURCE, "--quote", quote, *options])
        run([*QUALCODE, "suggest", *options])
        with open_project(folder) as project:
            app = QualcodeApp(CodingSession(project, CoderName("ann"), source=SOURCE), depth=Depth.FULL)
            async with app.run_test(size=SIZE) as pilot:
                await pilot.press("g", "g", "slash", *"down", "enter", "escape")
                await pilot.pause()
                picture = app.export_screenshot(title="qualcode")
    without_fonts = _FONTS.sub("", picture)  # so that a viewer fetches nothing
    (ROOT / "tests/tui/coding-screen.svg").write_text(without_fonts, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
