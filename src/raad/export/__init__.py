"""Export: chosen parts of the graph in the formats of the field."""
