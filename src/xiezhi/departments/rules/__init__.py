"""Rule texts: who may make them, and whether the law book follows."""
