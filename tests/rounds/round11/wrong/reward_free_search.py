"""Length-normalised scores for tree search expansions.

# bug: the masked sum is averaged over the padded width of the batch.
"""
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(seqs, starts, pad):
    ids = pad_sequence([torch.tensor(s) for s in seqs], batch_first=True, padding_value=pad)
    lens = torch.tensor([len(s) for s in seqs])
    pos = torch.arange(ids.shape[1])[None]
    attn = pos < lens[:, None]
    span = attn & (pos >= torch.tensor(starts)[:, None])
    return ids, attn.long(), span


@torch.no_grad()
def expansion_scores(lm, seqs, starts, pad):
    """Mean log-prob of each expansion's own tokens."""
    ids, attn, span = collate(seqs, starts, pad)
    z = lm(input_ids=ids, attention_mask=attn).logits.float()[:, :-1]
    nxt = ids[:, 1:].unsqueeze(2)
    lp = z.gather(2, nxt).squeeze(2) - z.logsumexp(2)
    lp = lp * span[:, 1:]
    return lp.mean(1)  # expect: SEQ303


class Frontier:
    def __init__(self, lm, pad, width=4):
        self.lm, self.pad, self.width = lm, pad, width

    def prune(self, seqs, starts):
        s = expansion_scores(self.lm, seqs, starts, self.pad)
        keep = s.topk(min(self.width, len(seqs))).indices
        return [seqs[i] for i in keep.tolist()]
