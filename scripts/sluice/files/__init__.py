"""What is in the raw files and corrections, read from their bytes."""
