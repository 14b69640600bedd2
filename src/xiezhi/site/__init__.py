"""Settings, urls and wiring only."""
