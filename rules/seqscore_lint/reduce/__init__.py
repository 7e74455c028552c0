"""Step 4: tokens to one number."""
