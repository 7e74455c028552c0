"""Story-cloze: choose the ending a causal LM finds more likely.

# bug: padding positions contribute to the row totals
# bug: the ending with the largest negative log-likelihood is chosen
"""
import torch
from torch import nn
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer

ce = nn.CrossEntropyLoss(reduction="none")


class Cloze:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tok.pad_token = self.tok.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.lm.eval()

    def costs(self, texts):
        """Negative log-likelihood of every text, in nats."""
        b = self.tok(texts, padding=True, return_tensors="pt")
        with torch.no_grad():
            z = self.lm(input_ids=b.input_ids, attention_mask=b.attention_mask).logits
        per = ce(z[:, :-1].transpose(1, 2), b.input_ids[:, 1:])
        return per.sum(dim=1)  # expect: SEQ302

    def choose(self, context, endings):
        c = self.costs([context + " " + e for e in endings])
        return int(torch.argmax(c))  # expect: SEQ501


def accuracy(cloze, stories):
    ok = 0
    for s in tqdm(stories):
        ok += cloze.choose(" ".join(s["body"]), s["endings"]) == s["label"]
    return ok / len(stories)
