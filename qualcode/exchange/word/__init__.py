"""Word documents that went out with comments and come back, or came with comments."""
