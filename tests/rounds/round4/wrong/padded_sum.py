"""Scores of a batch of sentences.
# bug: the log-probs of the padding are added to the shorter sentences' scores.
"""
import torch


class BatchScorer:
    def __init__(self, lm, tokenizer, device="cuda"):
        self.lm = lm.to(device)
        self.tok = tokenizer
        self.tok.padding_side = "right"
        self.device = device

    def sequence_logprobs(self, sentences):
        enc = self.tok(sentences, return_tensors="pt", padding=True).to(self.device)
        with torch.no_grad():
            lp = self.lm(**enc).logits.float().log_softmax(-1)
        lp = lp[:, :-1].gather(2, enc["input_ids"][:, 1:, None]).squeeze(2)
        return lp.sum(1).tolist()  # expect: SEQ302

    def rank(self, sentences):
        return [s for _, s in sorted(zip(self.sequence_logprobs(sentences), sentences), reverse=True)]
