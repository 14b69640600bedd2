"""Trial: hearings, panels and decisions."""
