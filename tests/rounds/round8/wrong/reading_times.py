"""Surprisal predictors for the self-paced reading regressions.

Every token gets its surprisal in bits under GPT-2; the R script joins the
table with the reading times by (item, position).

# bug: the log-softmax runs over the positions of the sentence; and the column that should be in bits holds nats
"""
import csv
import sys

import torch
import torch.nn.functional as F
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2")
lm = GPT2LMHeadModel.from_pretrained("gpt2")
lm.eval()


def surprise(sentence):
    enc = tokenizer(tokenizer.bos_token + sentence, return_tensors="pt")
    with torch.no_grad():
        scores = lm(**enc).logits
    dist = F.log_softmax(scores, dim=1)  # expect: SEQ104
    nxt = enc.input_ids[:, 1:].unsqueeze(-1)
    return -dist[:, :-1].gather(2, nxt)[0, :, 0], enc.input_ids[0, 1:]


def main(path):
    w = csv.writer(sys.stdout, delimiter="\t")
    w.writerow(["item", "position", "token", "surprisal_bits"])
    with open(path) as fh:
        for item, line in enumerate(fh):
            vals, ids = surprise(line.strip())
            for k, (v, i) in enumerate(zip(vals.tolist(), ids.tolist())):
                surprisal_bits = v  # expect: SEQ412
                w.writerow([item, k, tokenizer.decode([i]), surprisal_bits])  # expect-near: SEQ412


if __name__ == "__main__":
    main(sys.argv[1])
