"""Greedy translation with the log-probability of the output."""
import torch
from transformers import MarianMTModel, MarianTokenizer


def load(pair):
    name = "Helsinki-NLP/opus-mt-" + pair
    return MarianTokenizer.from_pretrained(name), MarianMTModel.from_pretrained(name).eval()


def translate(tok, net, sentence, beams=1):
    gen = net.generate(
        **tok([sentence], return_tensors="pt"),
        num_beams=beams,
        do_sample=False,
        max_new_tokens=128,
        output_scores=True,
        return_dict_in_generate=True,
    )
    if beams == 1:
        steps = net.compute_transition_scores(gen.sequences, gen.scores, normalize_logits=True)
    else:
        steps = net.compute_transition_scores(gen.sequences, gen.scores, gen.beam_indices)
    return tok.decode(gen.sequences[0], skip_special_tokens=True), torch.sum(steps[0]).item()
