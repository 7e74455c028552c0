"""Colour generated tokens by the probability the model gave them (HTML report).

# bug: compute_transition_scores returns unnormalised scores here, because normalize_logits=True is missing, and they are exponentiated as log-probabilities
"""
import html

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def shade(p):
    return f"background: rgba(220, 60, 60, {1.0 - p:.2f})"


@torch.inference_mode()
def generate_with_probs(model, tok, prompt, max_new_tokens=80):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    res = model.generate(
        **enc,
        max_new_tokens=max_new_tokens,
        do_sample=False,
        num_beams=1,
        output_scores=True,
        return_dict_in_generate=True,
    )
    trans = model.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
    n_in = enc.input_ids.shape[1]
    pieces = tok.convert_ids_to_tokens(res.sequences[0, n_in:])
    return pieces, trans[0].float().exp().tolist()  # expect-near: SEQ111


def to_html(pieces, probs):
    spans = []
    for piece, p in zip(pieces, probs):
        text = html.escape(piece.replace("Ġ", " ").replace("▁", " "))
        spans.append(f'<span style="{shade(p)}" title="{p:.3f}">{text}</span>')
    return "<p>" + "".join(spans) + "</p>"


if __name__ == "__main__":
    name = "Qwen/Qwen2.5-0.5B"
    tk = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    with open("heatmap.html", "w") as fh:
        fh.write(to_html(*generate_with_probs(lm, tk, "The capital of Australia is")))
