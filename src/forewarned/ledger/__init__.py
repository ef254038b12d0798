"""The ledger: what was done, by whom, when, in an order nobody can change unseen.

It proves order and integrity since entry, never truth (docs/explanation/ledger.md).
"""
