"""HellaSwag, plain version.

# bug: context and ending are encoded apart from each other and the boundary is the context's own
token count, although the two strings may merge at the seam
"""
import torch


def pre(ctx, act):
    return (act + ": " + ctx).replace("  ", " ")


class HellaSwag:
    def __init__(self, lm, tk):
        self.lm, self.tk = lm, tk

    @torch.no_grad()
    def ending_lp(self, ctx, end):
        c = self.tk.encode(ctx)
        e = self.tk.encode(end, add_special_tokens=False)  # expect-near: SEQ312
        x = torch.tensor([c + e])  # expect: SEQ312
        lp = torch.log_softmax(self.lm(x).logits[0].float(), -1)
        rng = torch.arange(len(c) - 1, x.shape[1] - 1)  # expect-near: SEQ312
        return lp[rng, x[0, len(c):]].sum().item()

    def answer(self, row):
        ctx = pre(row["ctx"], row["activity_label"]) + " "
        sc = [self.ending_lp(ctx, e) for e in row["endings"]]
        return max(range(4), key=sc.__getitem__)

    def accuracy(self, rows):
        good = tot = 0
        for r in rows:
            good += self.answer(r) == int(r["label"])
            tot += 1
        return good / max(tot, 1)
