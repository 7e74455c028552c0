"""Scores of beam-search output: beams are log-softmaxed already, beam_indices map the rows."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


def translate(texts, name="t5-small", beams=4):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForSeq2SeqLM.from_pretrained(name)
    enc = tok(texts, return_tensors="pt", padding=True)
    out = model.generate(**enc, num_beams=beams, max_new_tokens=50, output_scores=True, return_dict_in_generate=True)
    steps = model.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
    alive = out.beam_indices[:, : steps.shape[1]] >= 0
    totals = torch.where(alive, steps, torch.zeros_like(steps)).sum(dim=1)
    return list(zip(tok.batch_decode(out.sequences, skip_special_tokens=True), totals.tolist()))


def best(texts):
    return max(translate(texts), key=lambda pair: pair[1])[0]
