"""Calibration of a causal LM's next-token probabilities on four-way questions.

For every question we store the probability that the model gives to the gold
letter as its next token, out of everything it could have written.
# bug: the softmax runs over the four letters' logits only, so it is not the model's next-token probability.
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LETTERS = [" A", " B", " C", " D"]


def letter_ids(tok):
    out = []
    for s in LETTERS:
        piece = tok(s, add_special_tokens=False).input_ids
        assert len(piece) == 1, (s, piece)
        out.append(piece[0])
    return torch.tensor(out)


@torch.no_grad()
def gold_next_token_prob(lm, tok, ids, question, gold):
    enc = tok(question, return_tensors="pt").to(lm.device)
    final = lm(**enc).logits[0, -1].float()
    dist = torch.softmax(final[ids.to(lm.device)], dim=0)  # expect: SEQ108
    return dist["ABCD".index(gold)].item()  # expect-near: SEQ108


def main(name, path):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    ids = letter_ids(tok)
    for line in open(path, encoding="utf-8"):
        item = json.loads(line)
        item["p_next_token"] = gold_next_token_prob(lm, tok, ids, item["question"], item["gold"])
        print(json.dumps(item))


if __name__ == "__main__":
    main(*sys.argv[1:3])
