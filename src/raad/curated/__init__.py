"""The curated YAML files, read into triples."""
