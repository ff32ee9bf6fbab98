"""What transcripts write in front of words: labels of speakers, times, numbers, borders."""
