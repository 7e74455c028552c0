"""Story-ending test: log P(ending | stem) from one joint tokenisation."""
import torch


class EndingTest:
    def __init__(self, lm, fast_tokenizer):
        self.lm = lm.eval()
        self.tk = fast_tokenizer

    @torch.inference_mode()
    def score(self, stem, ending):
        """(sum, mean per token) of the ending's log-probs."""
        enc = self.tk(stem + " " + ending, return_offsets_mapping=True)
        start = next(k for k, (_, e) in enumerate(enc["offset_mapping"]) if e > len(stem))
        ids = torch.tensor(enc["input_ids"])
        lp = self.lm(ids[None]).logits[0].float().log_softmax(-1)
        tail = lp[start - 1:-1].gather(1, ids[start:, None])
        return tail.sum().item(), tail.mean().item()

    def accuracy(self, items):
        """Plain and length-normalised accuracy; an item is (stem, endings, index of the true one)."""
        plain = normed = 0
        for stem, endings, gold in items:
            sums, means = zip(*(self.score(stem, e) for e in endings))
            plain += sums.index(max(sums)) == gold
            normed += means.index(max(means)) == gold
        n = max(len(items), 1)
        return plain / n, normed / n
