"""Sequence log-probabilities from generate(), greedy and beam search."""
import torch


@torch.no_grad()
def greedy_with_logprob(lm, tok, prompt):
    enc = tok(prompt, return_tensors="pt").to(lm.device)
    res = lm.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=40,
                      output_scores=True, return_dict_in_generate=True)
    ts = lm.compute_transition_scores(res.sequences, res.scores, normalize_logits=True)
    return tok.decode(res.sequences[0, enc.input_ids.shape[1]:]), ts[0].sum().item()


@torch.no_grad()
def beam_with_logprob(lm, tok, prompt, beams=4):
    enc = tok(prompt, return_tensors="pt").to(lm.device)
    res = lm.generate(**enc, do_sample=False, num_beams=beams, max_new_tokens=40, length_penalty=0.0,
                      output_scores=True, return_dict_in_generate=True)
    ts = lm.compute_transition_scores(res.sequences, res.scores, res.beam_indices)
    return tok.decode(res.sequences[0, enc.input_ids.shape[1]:]), ts[0].sum().item()
