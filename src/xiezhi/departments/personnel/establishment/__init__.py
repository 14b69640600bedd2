"""Posts and quotas of the courts under one that governs them."""
