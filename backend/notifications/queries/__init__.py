"""The statements of the ledger; one file for each noun."""
