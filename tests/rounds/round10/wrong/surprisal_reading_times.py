"""Per-token surprisal of reading-time stimuli (bits), one sentence at a time.

# bug: row i of the distribution is read at token i (it predicts i+1), and it is a log2 of a softmax.
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "gpt2"
tokenizer = AutoTokenizer.from_pretrained(NAME)
gpt = AutoModelForCausalLM.from_pretrained(NAME)
gpt.eval()


def surprisals(sentence):
    ids = tokenizer.encode(tokenizer.bos_token + sentence, return_tensors="pt")
    with torch.no_grad():
        dist = torch.softmax(gpt(ids).logits[0], dim=-1)  # expect-near: SEQ602
    bits = -torch.log2(dist)  # expect: SEQ602
    out = []
    for pos in range(1, ids.size(1)):
        tid = ids[0, pos].item()
        out.append((tokenizer.decode([tid]), bits[pos, tid].item()))  # expect: SEQ201
    return out


def main(path):
    w = csv.writer(sys.stdout)
    w.writerow(["item", "token", "surprisal_bits"])
    for row in csv.DictReader(open(path)):
        for piece, s in surprisals(row["sentence"]):
            w.writerow([row["item"], piece, f"{s:.4f}"])


if __name__ == "__main__":
    main(sys.argv[1])
