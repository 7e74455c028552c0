"""Step 1: logits to log-probabilities."""
