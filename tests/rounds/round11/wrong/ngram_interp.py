"""Combine an ARPA n-gram with a neural LM, log-linear with tuned weight.

# bug: kenlm returns base-10 logarithms, they are added to natural ones
"""
import kenlm
import torch


class Interpolated:
    """log p = (1 - w) ln p_neural + w ln p_ngram, both natural logarithms."""

    def __init__(self, arpa, neural, tokenizer, w=0.3):
        self.ngram = kenlm.Model(arpa)
        self.neural = neural.eval()
        self.tokenizer = tokenizer
        self.w = w

    @torch.no_grad()
    def neural_logp(self, sentence):
        ids = self.tokenizer(self.tokenizer.bos_token + sentence, add_special_tokens=False,
                             return_tensors="pt").input_ids
        z = self.neural(ids).logits[0, :-1].float()
        return z.log_softmax(-1).gather(1, ids[0, 1:].unsqueeze(1)).sum().item()

    def score(self, sentence):
        g = self.ngram.score(sentence, bos=True, eos=False)
        return (1 - self.w) * self.neural_logp(sentence) + self.w * g  # expect: SEQ411
