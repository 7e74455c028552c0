"""Beam-search translation with the per-token scores of the winning hypothesis."""
import sys

import torch
from transformers import MarianMTModel, MarianTokenizer

tok = MarianTokenizer.from_pretrained("Helsinki-NLP/opus-mt-en-fr")
mt = MarianMTModel.from_pretrained("Helsinki-NLP/opus-mt-en-fr").eval()


@torch.no_grad()
def translate(src):
    enc = tok([src], return_tensors="pt")
    g = mt.generate(**enc, num_beams=4, do_sample=False, output_scores=True, return_dict_in_generate=True)
    lp = mt.compute_transition_scores(g.sequences, g.scores, g.beam_indices)[0]
    return tok.decode(g.sequences[0], skip_special_tokens=True), lp


@torch.no_grad()
def forced(src, hyp):
    """Log-probability of a given translation, the end token included."""
    enc = tok([src], text_target=[hyp], return_tensors="pt")
    lp = mt(**enc).logits[0].log_softmax(-1)
    return lp.gather(-1, enc["labels"][0][:, None]).sum().item()


for line in sys.stdin:
    best, lps = translate(line.strip())
    print(best, [round(v, 3) for v in lps.tolist()], forced(line.strip(), best), sep="\t")
