"""Inverse probability of each line of a file.
# bug: math.exp of the NLL of a long line raises OverflowError and ends the run.
"""
import math
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def inverse_probability(lm, ids):
    """1 / P(line), from the summed NLL."""
    with torch.no_grad():
        z = lm(ids).logits[0, :-1].float()
    nll = F.cross_entropy(z, ids[0, 1:], reduction="sum").item()
    return math.exp(nll)  # expect: SEQ609


if __name__ == "__main__":
    t = AutoTokenizer.from_pretrained("gpt2")
    m = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    for line in sys.stdin:
        print(inverse_probability(m, t(line, return_tensors="pt").input_ids), line, end="")
