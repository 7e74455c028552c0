"""Which completion a report of log-probabilities really prefers."""
