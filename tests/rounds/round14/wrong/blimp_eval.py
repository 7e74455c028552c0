"""Minimal pairs (BLiMP) with an autoregressive model, plus word surprisal for the error analysis.

# bug: sentence_logprob returns minus the model's mean loss instead of the summed log-probability; surprisal takes log of softmax.
"""
import sys
from collections import defaultdict

import torch
from datasets import load_dataset
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
model = GPT2LMHeadModel.from_pretrained("gpt2")
model.eval()


@torch.no_grad()
def sentence_logprob(sentence):
    """log P(sentence), the quantity that BLiMP compares."""
    ids = tok(tok.bos_token + sentence, return_tensors="pt").input_ids
    return -model(ids, labels=ids).loss.item()  # expect: SEQ402


@torch.no_grad()
def surprisals(sentence):
    ids = tok(tok.bos_token + sentence, return_tensors="pt").input_ids[0]
    p = model(ids[None]).logits[0, :-1].softmax(dim=-1)
    s = -torch.log(p)  # expect: SEQ602
    return list(zip(tok.convert_ids_to_tokens(ids[1:]), s[torch.arange(len(ids) - 1), ids[1:]].tolist()))


def evaluate(paradigms):
    acc = defaultdict(list)
    for name in paradigms:
        for ex in load_dataset("nyu-mll/blimp", name, split="train"):
            ok = sentence_logprob(ex["sentence_good"]) > sentence_logprob(ex["sentence_bad"])
            acc[name].append(ok)
            if not ok:
                print(name, surprisals(ex["sentence_bad"]), file=sys.stderr)
    return {k: sum(v) / len(v) for k, v in acc.items()}


if __name__ == "__main__":
    print(evaluate(sys.argv[1:] or ["anaphor_number_agreement", "npi_present_1"]))
