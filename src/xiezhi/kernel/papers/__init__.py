"""Papers: bytes under their digest, never overwritten; forms filled from the matter's facts."""
