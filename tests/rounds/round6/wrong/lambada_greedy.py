"""LAMBADA: log-likelihood and exact greedy match of the last word.

# bug: log is taken of a softmax; and the greedy flag is true when a token differs from the arg-max.
"""
import torch


class LastWord:
    def __init__(self, lm, tok):
        self.lm = lm
        self.tok = tok
        lm.eval()

    def encode(self, text):
        head, _, word = text.rpartition(" ")
        full = self.tok(head + " " + word, return_offsets_mapping=True)
        start = next(i for i, (a, b) in enumerate(full["offset_mapping"]) if b > len(head))
        return torch.tensor(full["input_ids"]), start

    @torch.no_grad()
    def __call__(self, text):
        ids, start = self.encode(text)
        z = self.lm(ids[None]).logits[0, start - 1 : -1].float()
        gold = ids[start:]
        lp = torch.softmax(z, dim=-1).log()  # expect: SEQ602
        ll = lp.gather(1, gold[:, None]).sum().item()
        greedy = bool((z.argmax(dim=-1) != gold).any())  # expect: SEQ505
        return ll, greedy  # expect-near: SEQ505


def evaluate(scorer, passages):
    lls, hits = zip(*(scorer(p) for p in passages))
    return {"mean_ll": sum(lls) / len(lls), "acc": sum(hits) / len(hits)}
