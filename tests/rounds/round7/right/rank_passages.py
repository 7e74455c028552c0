"""Relevance of a passage as a probability, from a cross-encoder or from an LM's yes/no answer."""
import torch


class CrossRelevance:
    def __init__(self, tok, net):
        self.tok, self.net = tok, net.eval()

    @torch.no_grad()
    def __call__(self, query, passages):
        enc = self.tok([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
        return torch.sigmoid(self.net(**enc).logits.squeeze(-1)).tolist()


class AnswerRelevance:
    """p(yes | yes or no): the sigmoid of the two logits' difference at the same position."""

    def __init__(self, lm, yes_id, no_id, build):
        self.lm, self.yes, self.no, self.build = lm.eval(), yes_id, no_id, build

    @torch.no_grad()
    def __call__(self, query, passages):
        vals = []
        for p in passages:
            z = self.lm(input_ids=self.build(query, p)).logits[0, -1].float()
            vals.append(torch.sigmoid(z[self.yes] - z[self.no]).item())
        return vals


def ranked(backend, query, passages):
    v = backend(query, passages)
    return sorted(zip(v, passages), key=lambda t: t[0], reverse=True)
