"""The reform ledger: the tasks of the outline, and what the record says of each."""
