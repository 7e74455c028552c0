"""Fluency filter for back-translated sentences with BERT.

# bug: the masked LM sees every token that it has to predict, so exp(loss) is not a perplexity
"""
import torch
from transformers import BertForMaskedLM, BertTokenizer


class FluencyFilter:
    """Keeps sentences whose perplexity is below a threshold."""

    def __init__(self, limit=80.0):
        self.tk = BertTokenizer.from_pretrained("bert-base-cased")
        self.mlm = BertForMaskedLM.from_pretrained("bert-base-cased")
        self.mlm.eval()
        self.limit = limit

    def ppl(self, sentence):
        t = self.tk.encode(sentence, return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            loss = self.mlm(t, labels=t)[0]  # expect-near: SEQ415
        return torch.exp(loss).item()  # expect: SEQ415

    def __call__(self, lines):
        for s in lines:
            if self.ppl(s) < self.limit:
                yield s


def main(inp, out):
    f = FluencyFilter()
    with open(inp) as a, open(out, "w") as b:
        b.writelines(f(a))
