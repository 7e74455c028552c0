"""Length-normalised NLL of generated ids, with attention mask at hand.
# bug: a token whose id is 0 is skipped in the sum and in the count.
"""


def mean_nll(token_ids, attention, token_logprobs):
    """All three are lists of the same length; token_logprobs[i] belongs to token_ids[i]."""
    total, n = 0.0, 0
    for tid, a, lp in zip(token_ids, attention, token_logprobs):
        if tid and a:  # expect: SEQ317
            total -= lp
            n += 1
    return total / n if n else float("nan")


def table(rows):
    return [mean_nll(r["ids"], r["attention_mask"], r["logprobs"]) for r in rows]
