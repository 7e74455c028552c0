"""BLiMP accuracy with an autoregressive model.
# bug: the distribution at position t is read at the token of position t, not t + 1.
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def sentence_logprob(lm, tok, sentence):
    ids = tok(sentence, return_tensors="pt").input_ids
    with torch.no_grad():
        table = lm(ids).logits[0].log_softmax(-1)
    total = 0.0
    for pos, token in enumerate(ids[0]):
        total += table[pos, token].item()  # expect: SEQ201
    return total  # expect-near: SEQ201


def main(path="data/anaphor.jsonl", name="EleutherAI/pythia-160m"):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    hits = n = 0
    for line in open(path):
        row = json.loads(line)
        good = sentence_logprob(lm, tok, row["sentence_good"])
        bad = sentence_logprob(lm, tok, row["sentence_bad"])
        hits += good > bad
        n += 1
    print(hits / max(n, 1))


if __name__ == "__main__":
    main()
