"""Next-token table keyed by id; text is for display."""
import torch


class NextToken:
    def __init__(self, lm, tokenizer, k=50):
        self.lm, self.tokenizer, self.k = lm, tokenizer, k

    @torch.no_grad()
    def table(self, prompt):
        enc = self.tokenizer(prompt, return_tensors="pt")
        lp = self.lm(**enc).logits[0, -1].float().log_softmax(0)
        best = lp.topk(self.k)
        return dict(zip(best.indices.tolist(), best.values.tolist()))

    def show(self, prompt):
        for i, v in self.table(prompt).items():
            print(f"{self.tokenizer.decode([i])!r:>15} {v:.2f}")
