"""Zero-shot topic classification by verbaliser.

# bug: only the first token of each multi-token label name is scored.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["international politics", "international business", "sports", "science and technology"]
TEMPLATE = "Article: {x}\nTopic:"


@torch.no_grad()
def classify(tok, lm, articles):
    first = [tok.encode(" " + name, add_special_tokens=False)[0] for name in LABELS]  # expect: SEQ209
    picks = []
    for a in articles:
        ids = tok(TEMPLATE.format(x=a), return_tensors="pt").input_ids
        lp = lm(ids).logits[0, -1].float().log_softmax(-1)
        picks.append(int(np.argmax([lp[i].item() for i in first])))  # expect-near: SEQ209
    return picks


if __name__ == "__main__":
    name = "EleutherAI/pythia-410m"
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    print([LABELS[k] for k in classify(tok, lm, ["The striker scored twice in the final."])])
