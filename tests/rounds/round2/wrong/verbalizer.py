"""Zero-shot classification with verbalizers.

# bug: only the first piece of each label word is scored
"""
import torch
import torch.nn.functional as F

WORDS = {"pos": " wonderful", "neg": " disappointing", "neu": " unremarkable"}


class Verbalizer:
    def __init__(self, tokenizer, words=WORDS):
        self.names = list(words)
        self.ids = [tokenizer.encode(words[k], add_special_tokens=False)[0] for k in self.names]  # expect: SEQ209

    def __call__(self, row):
        lp = F.log_softmax(row.float(), dim=-1)
        return {k: lp[i].item() for k, i in zip(self.names, self.ids)}  # expect-near: SEQ209


def classify(lm, tokenizer, text, verbalizer):
    enc = tokenizer(f"Review: {text}\nVerdict:", return_tensors="pt")
    with torch.no_grad():
        row = lm(**enc).logits[0, -1]
    s = verbalizer(row)
    return max(s, key=s.get)
