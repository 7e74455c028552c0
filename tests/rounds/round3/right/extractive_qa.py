"""Extractive QA: start and end logits are normalised over the sequence."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class Reader:
    def __init__(self, name="distilbert-base-cased-distilled-squad"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForQuestionAnswering.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, question, context, longest=20):
        enc = self.tok(question, context, return_tensors="pt", truncation="only_second")
        out = self.net(**enc)
        ctx = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
        s = out.start_logits[0].masked_fill(~ctx, -torch.inf).log_softmax(dim=0)
        e = out.end_logits[0].masked_fill(~ctx, -torch.inf).log_softmax(dim=0)
        allowed = torch.ones(len(s), len(e), dtype=torch.bool).triu().tril(longest - 1)
        joint = (s[:, None] + e[None]).masked_fill(~allowed, -torch.inf)
        i, j = divmod(int(joint.argmax()), len(e))
        return self.tok.decode(enc.input_ids[0, i : j + 1]), joint[i, j].exp().item()
