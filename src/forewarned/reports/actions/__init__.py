"""What changes the register: keyword-only, atomic, by a named person, with a ledger entry in the same transaction."""
