"""What follows from the graph and the ontology, what clashes in them, and why."""
