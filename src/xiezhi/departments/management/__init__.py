"""Trial management: committee, judges' meetings, cases of the four kinds, long-pending cases, reversals, reviews, discipline."""
