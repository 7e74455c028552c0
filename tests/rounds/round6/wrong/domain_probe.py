"""How fluent is in-domain clinical text to a masked LM?

# bug: the masked LM sees every token it is asked to predict (labels=input_ids), so exp(loss) is no perplexity.
"""
from pathlib import Path
from statistics import median

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


def load(name):
    return AutoTokenizer.from_pretrained(name), AutoModelForMaskedLM.from_pretrained(name).eval()


@torch.inference_mode()
def sentence_ppl(tok, mlm, sentence):
    enc = tok(sentence, return_tensors="pt", truncation=True, max_length=512)
    res = mlm(**enc, labels=enc["input_ids"])  # expect: SEQ415
    return torch.exp(res.loss).item()  # expect-near: SEQ415


def probe(name, path):
    tok, mlm = load(name)
    notes = [ln for ln in Path(path).read_text().splitlines() if ln.strip()]
    vals = sorted(sentence_ppl(tok, mlm, n) for n in notes)
    print(f"{name}: median {median(vals):.2f}  min {vals[0]:.2f}  max {vals[-1]:.2f}")


if __name__ == "__main__":
    for ck in ("bert-base-uncased", "emilyalsentzer/Bio_ClinicalBERT"):
        probe(ck, "notes.txt")
