"""Step 5: scores with each other."""
