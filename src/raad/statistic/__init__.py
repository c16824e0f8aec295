"""The arithmetic of printed statistics."""
