"""Office documents: styles, runs and packages, for the readers in `formats/`."""
