"""Constrained log-probability: the grammar forbids some tokens at every position.

# bug: -inf log-probs at ignored positions are multiplied by a zero mask and become NaN
"""
import torch


@torch.no_grad()
def constrained_logprob(lm, ids, attn, span, allowed):
    """allowed (B, T, V) bool; only positions in span obey the grammar and are scored."""
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    z = z.masked_fill(~allowed[:, 1:], float("-inf"))  # expect-near: SEQ606
    lp = torch.log_softmax(z, dim=-1)
    tok = lp.gather(2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * span[:, 1:]).sum(-1)  # expect: SEQ606
