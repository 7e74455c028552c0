"""Length-normalised completion scores for a model whose tokenizer got an extra [PAD] entry.

The untrained [PAD] column must not take probability mass, so it is switched off before the softmax.
# bug: at padding the log-probability is -inf and -inf times 0 is NaN
# bug: a row without completion tokens divides by zero
"""
import torch
import torch.nn.functional as F


class CompletionScorer:
    def __init__(self, model, pad_id):
        self.model = model.eval()
        self.pad_id = pad_id

    @torch.no_grad()
    def __call__(self, ids, attn, completion):
        z = self.model(ids, attention_mask=attn).logits.clone()
        z[..., self.pad_id] = float("-inf")
        lp = F.log_softmax(z[:, :-1], dim=-1)
        lp = lp.gather(2, ids[:, 1:, None]).squeeze(2)
        w = completion[:, 1:].to(lp.dtype)
        num = (lp * w).sum(1)  # expect: SEQ606
        return num / w.sum(1)  # expect: SEQ611


def rank_completions(scorer, groups):
    picks = []
    for g in groups:
        s = scorer(g["ids"], g["attn"], g["completion"])
        picks.append(int(s.argmax()))
    return picks
