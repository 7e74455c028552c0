"""ClozeScorer: log P(ending | stem) for story-ending tests.

# bug: stem and ending are tokenised apart and their ids glued together
# bug: the mean over the ending's tokens is returned where the sequence log-probability (sum) is promised
"""
import torch


class ClozeScorer:
    """Wraps any HF causal LM and its tokenizer."""

    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer

    def _encode(self, stem, ending):
        a = self.tokenizer(stem).input_ids
        b = self.tokenizer(ending, add_special_tokens=False).input_ids
        return torch.tensor([a + b]), len(a)  # expect: SEQ312

    @torch.no_grad()
    def logprob(self, stem, ending):
        """log P(ending | stem), the log of the product of the ending's token probabilities."""
        ids, cut = self._encode(stem, ending)
        lp = self.model(ids).logits.float().log_softmax(-1)
        tail = lp[0, cut - 1:-1].gather(1, ids[0, cut:, None])
        return tail.mean().item()  # expect: SEQ401

    def posterior(self, stem, endings):
        """P(ending_i | stem, one of the endings)."""
        joint = torch.tensor([self.logprob(stem, e) for e in endings])
        return joint.softmax(0).tolist()
