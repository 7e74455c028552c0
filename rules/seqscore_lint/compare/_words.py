"""Words that a file speaks of when it scores texts."""

SCORES = ("loss", "Loss", "prob", "nll", "NLL", "perplex", "ppl", "cross_entropy", "CrossEntropy", "crossentropy", "softmax", "Softmax",
          "logp", "log_p", "lps", "lls", "loglik", "log_lik", "likelihood", "surprisal")  # fmt: skip
"""A file without any of these compares no scores of language models."""
