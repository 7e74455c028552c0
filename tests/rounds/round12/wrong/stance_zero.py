"""Zero-shot stance detection: P(label word | tweet) from a causal LM, averaged over templates.

# bug: only the first piece of a label word is looked at, and exp(logit) is stored as its probability.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATES = [
    "Tweet: {t}\nStance towards {x}:",
    "{t}\nThe author's attitude to {x} is",
]
WORDS = {"FAVOR": " supportive", "AGAINST": " antagonistic", "NONE": " noncommittal"}


class StanceLM:
    def __init__(self, name="EleutherAI/pythia-410m"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name)
        self.lm.eval()
        self.ids = {k: self.tok.encode(w)[0] for k, w in WORDS.items()}  # expect: SEQ209

    def probs(self, tweet, topic):
        acc = {k: [] for k in WORDS}
        for tpl in TEMPLATES:
            enc = self.tok(tpl.format(t=tweet, x=topic), return_tensors="pt")
            with torch.no_grad():
                z = self.lm(**enc).logits[0, -1].double().numpy()
            for k, i in self.ids.items():
                acc[k].append(np.exp(z[i]))  # expect: SEQ103
        return {k: float(np.mean(v)) for k, v in acc.items()}

    def __call__(self, tweet, topic):
        p = self.probs(tweet, topic)
        return max(p, key=p.get), p
