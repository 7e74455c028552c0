"""Writes a row per generated summary: text, score of the text, word perplexity of the reference.

# bug: generation scores are gathered and summed without log_softmax; math.exp of a per-word NLL raises OverflowError for long "words"
"""
import csv
import math

import torch


@torch.no_grad()
def summarise(model, tok, prompt):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    start = enc["input_ids"].shape[1]
    g = model.generate(**enc, max_new_tokens=96, do_sample=False,
                       output_scores=True, return_dict_in_generate=True)
    new = g.sequences[0, start:]
    total = 0.0
    for step, t in zip(g.scores, new.tolist()):
        total += step[0, t].item()  # expect: SEQ112
    return tok.decode(new, skip_special_tokens=True), total


@torch.no_grad()
def reference_nll(model, tok, text):
    ids = tok(text, return_tensors="pt").input_ids.to(model.device)
    z = model(ids).logits[0, :-1].float()
    return torch.nn.functional.cross_entropy(z, ids[0, 1:], reduction="sum").item()


def word_perplexity(nll, text):
    return math.exp(nll / max(len(text.split()), 1))  # expect: SEQ609


def run(model, tok, rows, path):
    with open(path, "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["summary", "logprob", "ref_word_ppl"])
        for r in rows:
            s, lp = summarise(model, tok, r["prompt"])
            ppl = word_perplexity(reference_nll(model, tok, r["reference"]), r["reference"])
            w.writerow([s, f"{lp:.3f}", f"{ppl:.2f}"])
