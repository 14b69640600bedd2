"""Interest on a debt under enforcement: the reckoning, and the act that does it."""
