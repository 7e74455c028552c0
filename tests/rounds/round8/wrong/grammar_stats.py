"""Statistics of the grammar-constrained policy (its own distribution, by design).

``allowed`` is (B, T, V) bool: tokens that the grammar admits at each position.
``span`` is (B, T) and 1 on the emitted tokens.  Positions outside the span hold fillers
that the grammar doesn't admit.

# bug: the fillers' -inf log-probs are multiplied by 0 (NaN), and p * log p is taken where p is 0 (NaN).
"""


def constrained_table(z, allowed):
    free = ~allowed.any(-1, keepdim=True)
    return z.float().masked_fill(~(allowed | free), float("-inf")).log_softmax(-1)


def emitted_logp(table, emitted, span):
    """Summed log-prob of the emitted tokens (table is already aligned with emitted)."""
    lp = table.gather(-1, emitted[..., None]).squeeze(-1)
    return (lp * span).sum(-1)  # expect: SEQ606


def step_entropy(table):
    return -(table.exp() * table).sum(-1)  # expect: SEQ610


def collect(z, allowed, emitted, span):
    t = constrained_table(z, allowed)
    return {"logp": emitted_logp(t, emitted, span), "entropy": step_entropy(t)}
