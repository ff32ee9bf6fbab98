"""What is wrong in a codebook that cannot be read: the line with a caret, and the line as it should be."""
