"""The duty to respond: when it is due, what was published, and what can be said of it for certain."""
