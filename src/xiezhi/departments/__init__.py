"""What a court does, one folder each; none imports another."""
