"""Special procedures: what their conditions count from the record."""
