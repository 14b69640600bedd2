"""What every page shares: the act page, the matter page, lists, tokens, charts."""
