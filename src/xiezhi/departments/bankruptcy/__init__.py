"""Bankruptcy: claims, votes by heads and amount, distribution by the statutory order."""
