"""Compounds set against each other: the values of a comparison and how they are found."""
