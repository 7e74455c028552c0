"""BLiMP accuracy from summed log-probs; also the share of pairs that a per-token mean would order the same way."""
import sys

import torch
from datasets import load_dataset
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2")
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def total_and_mean(text):
    ids = tk(tk.bos_token + text, return_tensors="pt").input_ids
    mean = -lm(ids, labels=ids).loss.item()
    scored = ids.shape[1] - 1
    return mean * scored, mean


def main(names):
    for name in names:
        hits = same = n = 0
        for ex in load_dataset("nyu-mll/blimp", name, split="train"):
            g, b = total_and_mean(ex["sentence_good"]), total_and_mean(ex["sentence_bad"])
            hits += g[0] > b[0]
            same += (g[0] > b[0]) == (g[1] > b[1])
            n += 1
        print(f"{name:45s} acc={hits / n:.3f} agreement={same / n:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["anaphor_number_agreement"])
