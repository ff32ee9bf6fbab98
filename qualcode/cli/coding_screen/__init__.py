"""`code`, which opens the coding screen."""
