"""Links to outside databases: identifiers, mappings, and what third-party files say of our records."""
