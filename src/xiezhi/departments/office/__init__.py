"""The court as an organisation: what is calculated in matters that are no cases."""
