"""CTC loss, greedy decoding and word error rate for the ASR baseline."""
import torch
from torch import nn


class CTCEvaluator:
    def __init__(self, vocab, blank=0):
        self.vocab, self.blank = vocab, blank
        self.loss = nn.CTCLoss(blank=blank, reduction="sum", zero_infinity=True)
        self.nll, self.utts, self.err, self.words = 0.0, 0, 0, 0

    def collapse(self, path):
        out, prev = [], None
        for s in path:
            if s != prev and s != self.blank:
                out.append(s)
            prev = s
        return "".join(self.vocab[s] for s in out)

    @torch.no_grad()
    def update(self, acts, act_lens, targets, target_lens, refs):
        """acts: (batch, frames, symbols), not normalised."""
        lp = acts.float().log_softmax(dim=-1).transpose(0, 1)
        self.nll += self.loss(lp, targets, act_lens, target_lens).item()
        self.utts += acts.size(0)
        best = lp.argmax(dim=-1).T
        for row, n, ref in zip(best, act_lens, refs):
            hyp = self.collapse(row[:n].tolist()).split()
            gold = ref.split()
            self.err += edit_distance(hyp, gold)
            self.words += len(gold)

    def compute(self):
        return {"nll_per_utt": self.nll / max(self.utts, 1), "wer": self.err / max(self.words, 1)}


def edit_distance(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
