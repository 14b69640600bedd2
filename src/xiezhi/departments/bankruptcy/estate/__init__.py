"""The estate in the ledger: what each claim is to get by the approved plan, and each round that pays it."""
