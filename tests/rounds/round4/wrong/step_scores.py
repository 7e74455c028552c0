"""Greedy decoding with a confidence per token.
# bug: generate's per-step scores are indexed with the emitted ids and averaged without a log_softmax.
"""
import numpy as np


def decode_with_conf(model, tok, text, budget=32):
    enc = tok(text, return_tensors="pt")
    start = enc["input_ids"].size(1)
    res = model.generate(
        **enc, max_new_tokens=budget, do_sample=False, return_dict_in_generate=True, output_scores=True
    )
    emitted = res.sequences[0, start:].tolist()
    track = []
    for step, token_id in zip(res.scores, emitted):
        track.append(step[0, token_id].item())  # expect-near: SEQ112|SEQ101
    return tok.decode(emitted), np.mean(track)  # expect: SEQ112|SEQ101


def answer_all(model, tok, questions):
    return {q: decode_with_conf(model, tok, q) for q in questions}
