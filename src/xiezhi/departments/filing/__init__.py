"""Filing: from the dispute to the accepted case."""
