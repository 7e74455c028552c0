"""Log-probability of the reference under the model, position by position.
# bug: the best token's log-probability is summed instead of the reference token's.
"""
import torch
import torch.nn.functional as F


class ReferenceScorer:
    """log P(reference), teacher-forced."""

    def __init__(self, causal_lm):
        self.net = causal_lm.eval()

    @torch.no_grad()
    def score(self, reference_ids):
        x = torch.as_tensor(reference_ids).view(1, -1)
        lp = F.log_softmax(self.net(x).logits[:, :-1], dim=-1)
        best, _ = lp.max(dim=-1)  # expect-near: SEQ204
        return best.sum().item()  # expect: SEQ204


def compare(scorer, refs):
    return sorted(((scorer.score(r), i) for i, r in enumerate(refs)), reverse=True)
