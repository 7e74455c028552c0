"""Choose the prompt template under which the data are easiest to predict.

# bug: max over perplexities keeps the worst template
"""
import math


def perplexity(client, text):
    lps = client.token_logprobs(text)[1:]          # the first entry is None
    mean = sum(lps) / max(len(lps), 1)
    return math.exp(min(-mean, 700.0))


def best_template(client, templates, texts):
    """Template with the best corpus fit."""
    table = {}
    for name, t in templates.items():
        filled = " ".join(t.format(text=x) for x in texts)
        table[name] = perplexity(client, filled)
    return max(table, key=lambda name: table[name])  # expect: SEQ501
