"""Score reference completions of a small causal LM trained from scratch, in batches.

# bug: padding positions are part of the summed negative log-likelihood, nothing ignores or masks them.
# bug: F.softmax is called without a dim on a three-dimensional tensor.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence

PAD = 3


class Scorer(nn.Module):
    def __init__(self, lm: nn.Module):
        super().__init__()
        self.lm = lm
        self.ce = nn.CrossEntropyLoss(reduction="none")

    def collate(self, rows):
        ids = pad_sequence([torch.as_tensor(r) for r in rows], batch_first=True, padding_value=PAD)
        return ids, ids.ne(PAD)

    @torch.no_grad()
    def sentence_nll(self, rows):
        """One number per row: minus log p(row), rows begin with <s>."""
        self.lm.eval()
        ids, attn = self.collate(rows)
        out = self.lm(ids, attn)[:, :-1]
        b, t, v = out.shape
        flat = self.ce(out.reshape(b * t, v), ids[:, 1:].reshape(-1))  # expect-near: SEQ302
        return flat.view(b, t).sum(dim=1)  # expect: SEQ302

    @torch.no_grad()
    def entropies(self, rows):
        """Entropy in nats of the next-token distribution at each position."""
        self.lm.eval()
        ids, attn = self.collate(rows)
        dist = F.softmax(self.lm(ids, attn))  # expect: SEQ105
        h = torch.special.entr(dist).sum(dim=-1)
        return [r[m].tolist() for r, m in zip(h, attn)]
