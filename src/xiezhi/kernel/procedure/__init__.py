"""The verb and the question: `perform`, `open_matter`, `open_acts`, and what the clock does by itself."""
