"""Geometric-mean token probability of a greedy answer."""
import torch
from transformers import GenerationConfig

GREEDY = GenerationConfig(do_sample=False, num_beams=1, max_new_tokens=32, repetition_penalty=1.0,
                          return_dict_in_generate=True, output_scores=True)


@torch.no_grad()
def respond(model, tokenizer, prompt):
    enc = tokenizer(prompt, return_tensors="pt").to(model.device)
    out = model.generate(**enc, generation_config=GREEDY)
    lp = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)[0]
    reply = out.sequences[0, enc["input_ids"].shape[1]:]
    return tokenizer.decode(reply, skip_special_tokens=True), float(lp.float().mean().exp())


@torch.no_grad()
def respond_beam(model, tokenizer, prompt, beams=4):
    """Beam scores are log-softmaxed already, so they need no second normalisation."""
    enc = tokenizer(prompt, return_tensors="pt").to(model.device)
    out = model.generate(**enc, num_beams=beams, do_sample=False, max_new_tokens=32, repetition_penalty=1.0,
                         return_dict_in_generate=True, output_scores=True)
    lp = model.compute_transition_scores(out.sequences, out.scores, out.beam_indices)[0]
    n = int((out.beam_indices[0] >= 0).sum())
    reply = out.sequences[0, enc["input_ids"].shape[1]:]
    return tokenizer.decode(reply, skip_special_tokens=True), float(lp[:n].sum())


def gated(model, tokenizer, prompts, floor=0.6):
    for p in prompts:
        text, conf = respond(model, tokenizer, p)
        yield text if conf >= floor else None
