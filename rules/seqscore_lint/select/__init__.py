"""Step 2: which entry of each distribution."""
