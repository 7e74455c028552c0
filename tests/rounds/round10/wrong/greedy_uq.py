"""Uncertainty of greedy answers of a decoder-only LLM (for the abstention plots).

# bug: transition scores are taken without normalize_logits=True, and the length counts the prompt as well.
"""
import numpy as np
import torch


@torch.no_grad()
def answer_with_uncertainty(llm, tokenizer, prompt, max_new_tokens=48):
    """Greedy answer and the mean log-probability of its tokens."""
    enc = tokenizer(prompt, return_tensors="pt").to(llm.device)
    gen = llm.generate(
        **enc,
        do_sample=False,
        num_beams=1,
        max_new_tokens=max_new_tokens,
        return_dict_in_generate=True,
        output_scores=True,
    )
    ts = llm.compute_transition_scores(gen.sequences, gen.scores)  # expect: SEQ111
    total = ts[0].sum().item()
    avg = total / gen.sequences.shape[1]  # expect: SEQ418
    reply = tokenizer.decode(gen.sequences[0, enc.input_ids.shape[1]:], skip_special_tokens=True)
    return reply, avg


def abstention_curve(uncertainty, correct):
    order = np.argsort(uncertainty)[::-1]
    hits = np.asarray(correct, dtype=float)[order]
    return np.cumsum(hits) / np.arange(1, len(hits) + 1)
