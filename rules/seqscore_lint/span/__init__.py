"""Step 3: which tokens are counted."""
