"""What every court needs and no law names: matters, events, people, papers, and the one verb that writes."""
