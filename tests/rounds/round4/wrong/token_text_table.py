"""Next-token table for the dashboard, merged into classes.
# bug: the log-probs are keyed by decoded, stripped text, so ids that decode alike overwrite each other.
"""
import torch


class NextToken:
    def __init__(self, lm, tokenizer, k=50):
        self.lm, self.tokenizer, self.k = lm, tokenizer, k

    @torch.no_grad()
    def by_text(self, prompt):
        enc = self.tokenizer(prompt, return_tensors="pt")
        lp = self.lm(**enc).logits[0, -1].float().log_softmax(0)
        best = lp.topk(self.k)
        table = {}
        for value, index in zip(best.values.tolist(), best.indices.tolist()):
            table[self.tokenizer.decode([index]).strip().lower()] = value  # expect: SEQ212
        return table

    def class_logprob(self, prompt, word):
        return self.by_text(prompt)[word]  # expect-near: SEQ212
