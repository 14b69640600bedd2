"""Growing a court: made-up people do real acts, day by day, from a seed. Everything goes through the one verb."""
