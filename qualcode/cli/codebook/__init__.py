"""The commands `codebook …`."""
