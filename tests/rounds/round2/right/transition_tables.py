"""compute_transition_scores: normalised for greedy search, with beam indices for beam search."""
import torch


@torch.no_grad()
def greedy_logprobs(model, enc, n=16):
    g = model.generate(**enc, do_sample=False, num_beams=1, max_new_tokens=n, output_scores=True,
                       return_dict_in_generate=True)
    return model.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)[0]


@torch.no_grad()
def beam_logprobs(model, enc, n=16, width=4):
    g = model.generate(**enc, do_sample=False, num_beams=width, max_new_tokens=n, output_scores=True,
                       return_dict_in_generate=True)
    return model.compute_transition_scores(g.sequences, g.scores, g.beam_indices)[0]
