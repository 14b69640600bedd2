"""Assignment: the draw that anyone can check."""
