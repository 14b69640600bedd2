"""The archive: closed matters, kept whole."""
