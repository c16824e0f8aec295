"""The graph: asked, inferred, validated, put together, kept."""
