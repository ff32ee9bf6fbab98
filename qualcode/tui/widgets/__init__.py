"""The parts of the coding screen, each thin: it draws what the session says and tells what was typed."""
