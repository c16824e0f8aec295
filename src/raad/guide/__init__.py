"""The guide to two compounds as one document."""
