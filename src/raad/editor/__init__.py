"""What a curator is handed: empty records, schemas, records as their file."""
