"""Does the model prefer its own greedy answer over the gold answer?

# bug: the gold answer's mean log-prob is compared with the summed log-prob of the greedy answer
"""
import torch


@torch.no_grad()
def per_token(lm, ids, start):
    z = lm(ids).logits[0, start - 1:-1].float()
    return z.log_softmax(-1).gather(-1, ids[0, start:, None]).squeeze(-1)


def prefers_own(lm, prompt, gold, limit=32):
    """prompt (1, P), gold (1, G) token ids."""
    start = prompt.shape[1]
    own = lm.generate(prompt, do_sample=False, max_new_tokens=limit)
    own_score = per_token(lm, own, start).sum()
    gold_score = per_token(lm, torch.cat([prompt, gold], dim=1), start).mean()
    return bool(own_score > gold_score)  # expect: SEQ503


def rate(lm, items):
    return sum(prefers_own(lm, p, g) for p, g in items) / max(len(items), 1)
