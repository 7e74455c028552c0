"""COPA / XCOPA with whatever causal LM is on the command line.

# bug: the loss covers the premise too, and the alternative with the largest loss is picked
"""
import sys

import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

CONN = {"cause": "because", "effect": "so"}
tok = AutoTokenizer.from_pretrained(sys.argv[1])
m = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()


def alt_loss(premise, conn, alt):
    """Mean NLL of the alternative, given premise and connective."""
    text = premise.rstrip(".") + " " + conn + " " + alt[0].lower() + alt[1:]
    ids = tok(text, return_tensors="pt").input_ids
    with torch.no_grad():
        return m(ids, labels=ids).loss  # expect: SEQ301


def choose(ex):
    c = CONN[ex["question"]]
    l = torch.stack([alt_loss(ex["premise"], c, ex[k]) for k in ("choice1", "choice2")])
    return int(l.argmax())  # expect: SEQ501


ds = load_dataset("super_glue", "copa", split="validation")
ok = sum(choose(e) == e["label"] for e in ds)
print(sys.argv[1], ok / len(ds))
