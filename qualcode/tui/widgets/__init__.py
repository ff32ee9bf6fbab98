"""The widgets of the coding screen: each draws the state of the session and posts messages about input."""
