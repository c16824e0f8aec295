"""Questions in the words of a person: names, filters, answers, and what changed in them."""
