"""Case numbers, identity numbers, and the tables of courts, causes and case types."""
