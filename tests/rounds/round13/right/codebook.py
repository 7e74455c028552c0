"""VQ codebook usage and an n-gram baseline measured with nltk (log base 2)."""
import torch
from nltk.lm import KneserNeyInterpolated
from nltk.lm.preprocessing import padded_everygram_pipeline
from nltk.util import everygrams, pad_sequence


def codebook_perplexity(codes, size):
    """exp of the entropy of the code histogram; `size` when all codes are used equally."""
    counts = torch.bincount(codes.flatten(), minlength=size).double()
    p = counts / counts.sum().clamp(min=1)
    return torch.special.entr(p).sum().exp().item()


class NgramBaseline:
    def __init__(self, sents, order=3):
        self.order = order
        train, vocab = padded_everygram_pipeline(order, sents)
        self.lm = KneserNeyInterpolated(order)
        self.lm.fit(train, vocab)

    def bits(self, sent):
        pad = list(pad_sequence(sent, self.order, pad_left=True, left_pad_symbol="<s>")) + ["</s>"]
        grams = everygrams(pad, min_len=self.order, max_len=self.order)
        vals = [-self.lm.logscore(g[-1], g[:-1]) for g in grams]
        return sum(vals), len(vals)

    def perplexity(self, sents):
        b, n = map(sum, zip(*(self.bits(s) for s in sents)))
        return 2 ** (b / n)
