"""Sentence log-probabilities with minicons, reduced by sums."""
from minicons import scorer


def total_logprobs(model, sentences):
    return model.sequence_score(sentences, reduction=lambda x: x.sum(0).item())


def mean_surprisals(model, sentences):
    """Mean surprisal per token, for the regression on reading times."""
    return [-v for v in model.sequence_score(sentences)]


if __name__ == "__main__":
    lm = scorer.IncrementalLMScorer("distilgpt2", "cpu")
    print(total_logprobs(lm, ["The cat sleeps.", "The cat sleep."]))
