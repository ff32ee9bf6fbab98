"""What all commands share: their options, and how rows and messages are written."""
