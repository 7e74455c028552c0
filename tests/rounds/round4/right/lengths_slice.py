"""Sentence scores of a batch, one slice per row by its true length."""
import torch


class BatchScorer:
    def __init__(self, lm, tok):
        self.lm, self.tok = lm, tok
        tok.padding_side = "right"

    @torch.no_grad()
    def scores(self, sentences):
        enc = self.tok(sentences, padding=True, return_tensors="pt")
        lp = self.lm(**enc).logits.float().log_softmax(-1)
        tok_lp = lp[:, :-1].gather(2, enc.input_ids[:, 1:, None]).squeeze(2)
        n = enc.attention_mask.sum(1).tolist()
        return [row[: k - 1].sum().item() for row, k in zip(tok_lp, n)]
