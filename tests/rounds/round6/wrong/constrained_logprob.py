"""Log-probability of function-call arguments under the grammar-constrained sampler.

# bug: padded positions are -inf under the grammar and 0 * -inf gives NaN in the sum
"""
import torch
from torch import nn


class ConstrainedScorer(nn.Module):
    """q(y|x): logits outside the grammar are set to -inf before normalising, as the sampler does."""

    def __init__(self, lm, grammar):
        super().__init__()
        self.lm = lm
        self.grammar = grammar

    def allowed(self, ids):
        """(B, T-1, V) bool: which ids may follow each prefix. After the end nothing but EOS may."""
        return torch.stack([self.grammar.follow_sets(row) for row in ids.tolist()])

    @torch.no_grad()
    def forward(self, ids, attention_mask, argument_mask):
        self.lm.eval()
        z = self.lm(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
        z = z.masked_fill(~self.allowed(ids).to(z.device), float("-inf"))
        lp = z.log_softmax(dim=-1)
        tok = lp.gather(2, ids[:, 1:, None]).squeeze(2)
        weight = argument_mask[:, 1:].to(tok.dtype)
        return (tok * weight).sum(dim=1)  # expect: SEQ606


def rank_calls(scorer, batch, calls):
    s = scorer(batch["input_ids"], batch["attention_mask"], batch["argument_mask"])
    order = torch.argsort(s, descending=True).tolist()
    return [(calls[i], s[i].item()) for i in order]
