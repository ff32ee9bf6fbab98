"""Interview files on disk to transcripts: one module per format."""
