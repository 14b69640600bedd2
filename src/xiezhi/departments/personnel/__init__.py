"""Personnel: people as the record knows them."""
