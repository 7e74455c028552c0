"""Teacher-forced NLL with a top-k head, used in the compression study.
# bug: log_softmax is taken over the 50 best logits only, and the result is stored as the model's log-probability.
"""
import torch


def model_logprob_of(lm, ids):
    """Natural-log probability of every token of `ids` (1, T) under the model, -inf outside the head."""
    z = lm(ids).logits[0, :-1].float()
    vals, idx = z.topk(50, dim=-1)
    lp = vals.log_softmax(-1)  # expect: SEQ108
    full = torch.full_like(z, float("-inf")).scatter(-1, idx, lp)
    return full.gather(-1, ids[0, 1:, None]).squeeze(-1)  # expect-near: SEQ108


def covered(lm, docs):
    out = []
    for d in docs:
        row = model_logprob_of(lm, d)
        out.append(torch.isfinite(row).float().mean().item())
    return out
