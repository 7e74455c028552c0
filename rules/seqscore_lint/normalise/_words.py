"""Words that a file speaks of when it has a model's logits."""

MODELS = ("logit", "model", "lm(", "net(", "gpt", "llama", "policy", ".scores", "token", "vocab", "ids")
"""A file without any of these runs no language model and reads none of its outputs."""
