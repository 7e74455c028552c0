"""Log-likelihood reward of a generated answer.

# bug: log(softmax + constant): the small constant bounds the surprisal, and log_softmax is not used
"""
import torch

TINY = 1e-6


class LikelihoodReward:
    def __init__(self, judge, scale=0.05):
        self.judge = judge.eval()
        self.scale = scale

    @torch.no_grad()
    def __call__(self, ids, attention_mask, answer_mask):
        """One reward per row: scaled sum of log p over the answer's tokens."""
        z = self.judge(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
        p = torch.softmax(z, dim=-1)  # expect-near: SEQ602
        lp = torch.log(p + TINY)  # expect: SEQ604  # expect: SEQ602
        tok = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        return self.scale * (tok * answer_mask[:, 1:]).sum(-1)
