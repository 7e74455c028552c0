"""Relevance probabilities: a sigmoid for the one-logit head, softmax across passages on request."""
import torch


class CrossEncoder:
    def __init__(self, tk, net):
        self.tk, self.net = tk, net.eval()

    @torch.no_grad()
    def logits(self, query, passages):
        enc = self.tk([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
        return self.net(**enc).logits.squeeze(-1)

    def relevance(self, query, passages):
        return torch.sigmoid(self.logits(query, passages)).tolist()

    def distribution(self, query, passages):
        return torch.softmax(self.logits(query, passages), dim=0).tolist()
