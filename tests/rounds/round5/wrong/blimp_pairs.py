"""Accuracy on BLiMP-style minimal pairs.

A pair is solved when the grammatical sentence has the higher total log-probability.
# bug: the picked entries are logits, no log-partition is subtracted before they are summed
"""
import json
import sys
from collections import defaultdict
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-160m"


@torch.no_grad()
def total(sentence, tok, lm):
    enc = tok(tok.bos_token + sentence, return_tensors="pt")
    z = lm(**enc).logits[0, :-1]
    nxt = enc.input_ids[0, 1:]
    picked = z[torch.arange(nxt.numel()), nxt]  # expect-near: SEQ101
    return picked.sum().item()  # expect: SEQ101


def main(folder):
    tok = AutoTokenizer.from_pretrained(NAME)
    lm = AutoModelForCausalLM.from_pretrained(NAME).eval()
    hits = defaultdict(list)
    for path in sorted(Path(folder).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            rec = json.loads(line)
            good = total(rec["sentence_good"], tok, lm)
            bad = total(rec["sentence_bad"], tok, lm)
            hits[rec["linguistics_term"]].append(good > bad)
    for term, values in hits.items():
        print(f"{term:32s} {sum(values) / len(values):.3f} ({len(values)})")


if __name__ == "__main__":
    main(sys.argv[1])
