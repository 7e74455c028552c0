"""Greedy completion plus its length-normalised log-probability, one prompt at a time.

# bug: compute_transition_scores is left on raw logits, and the normaliser is the length of prompt plus completion.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    t = AutoTokenizer.from_pretrained(name)
    m = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32)
    return t, m.eval()


def complete(t, m, prompt, budget=96):
    enc = t(prompt, return_tensors="pt")
    res = m.generate(
        **enc,
        num_beams=1,
        do_sample=False,
        max_new_tokens=budget,
        output_scores=True,
        return_dict_in_generate=True,
        pad_token_id=t.eos_token_id,
    )
    steps = m.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
    total = steps[0].sum()  # expect-near: SEQ111
    norm = total / res.sequences.shape[1]  # expect: SEQ418
    text = t.decode(res.sequences[0, enc.input_ids.shape[1]:], skip_special_tokens=True)
    return text, norm.item()


def rank(name, prompts):
    t, m = load(name)
    scored = [(p, *complete(t, m, p)) for p in prompts]
    scored.sort(key=lambda r: r[2], reverse=True)
    return scored
