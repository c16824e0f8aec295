"""Why a row stands in an answer."""
