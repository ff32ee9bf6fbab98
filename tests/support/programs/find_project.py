"""Looks for a project and says what happened: `find_project.py FOLDER`."""

import json
import sys
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project_folder import find_folder

if __name__ == "__main__":
    try:
        said = {"found": str(find_folder(Path(sys.argv[1])))}
    except QualcodeError as error:
        said = {"kind": type(error).__name__, "error": error.message}
    sys.stdout.write(json.dumps(said))
