"""Criminal trial: what its law files name."""
