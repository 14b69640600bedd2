"""Money: double entries in fen, caused by events, always balanced."""
