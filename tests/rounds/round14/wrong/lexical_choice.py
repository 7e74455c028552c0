"""How likely is a given word after each of our sentence frames?

# bug: exp of a logit is reported as the word's probability without dividing by the sum over the vocabulary; frames are cut at config.max_length, the generation default (20).
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-410m"

tok = AutoTokenizer.from_pretrained(NAME)
lm = AutoModelForCausalLM.from_pretrained(NAME).eval()


@torch.inference_mode()
def p_word(frame, word_id):
    enc = tok(  # expect-near: SEQ313
        frame,
        return_tensors="pt",
        truncation=True,
        max_length=lm.config.max_length,  # expect: SEQ313
    )
    row = lm(**enc).logits[0, -1]
    return torch.exp(row[word_id]).item()  # expect: SEQ103


def main(path):
    out = csv.writer(sys.stdout)
    out.writerow(["frame", "word", "probability"])
    with open(path, newline="") as fh:
        for frame, word, word_id in csv.reader(fh):
            out.writerow([frame, word, p_word(frame, int(word_id))])  # expect-near: SEQ103


if __name__ == "__main__":
    main(sys.argv[1])
