"""Memory-lean sequence scorers.

# bug: log(sum(exp(z))) by hand overflows for logits above 88; gather runs along dim 1 (time) instead of the vocabulary dim.
"""
import torch


class LeanScorer:
    def __init__(self, lm):
        self.lm = lm

    @torch.no_grad()
    def __call__(self, ids, attention_mask):
        z = self.lm(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
        picked = z.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        lse = z.exp().sum(-1).log()  # expect: SEQ601
        lp = picked - lse
        return torch.where(attention_mask[:, 1:].bool(), lp, torch.zeros_like(lp)).sum(-1)


def sequence_scores(scripted, ids, mask):
    """ids, mask (B, T) -> (B,) summed log-probs of the real tokens."""
    with torch.no_grad():
        lp = torch.log_softmax(scripted(ids, mask)[:, :-1].float(), dim=2)
    idx = ids[:, 1:].unsqueeze(2)
    taken = lp.gather(1, idx).squeeze(2)  # expect: SEQ205
    return taken.mul(mask[:, 1:]).sum(dim=1)
