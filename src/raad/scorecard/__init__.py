"""The scorecard: an ontology and its description held against the checklists of the field."""
