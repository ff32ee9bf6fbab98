"""Agreement between coders, on the sources that they have finished or in a closed round."""
