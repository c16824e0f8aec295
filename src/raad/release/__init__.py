"""Release: the whole set in one directory, with what changed, and the proof that it is whole."""
