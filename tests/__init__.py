"""The suite: beside each folder the tests that prove it."""
