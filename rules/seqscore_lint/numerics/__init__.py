"""Across the steps: the same formula, computed safely."""
