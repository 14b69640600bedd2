"""Messages out and in, each with its receipt: the outbox commits with the act that sends."""
