"""LAMBADA-style last word: (log-likelihood, is_greedy)."""
import torch
import torch.nn.functional as F


class Cloze:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm.eval(), tok

    @torch.no_grad()
    def __call__(self, passage):
        cut = passage.rindex(" ")
        enc = self.tok(passage, return_offsets_mapping=True)
        ids = torch.tensor(enc["input_ids"])
        k = next(i for i, (_, b) in enumerate(enc["offset_mapping"]) if b > cut)
        z = self.lm(ids[None]).logits[0, k - 1 : -1].float()
        ll = -F.cross_entropy(z, ids[k:], reduction="sum").item()
        return ll, torch.equal(z.argmax(-1), ids[k:])
