"""What changes what is known of lessons; each in one transaction with its ledger entry."""
