"""The commands: their options, and what each writes."""
