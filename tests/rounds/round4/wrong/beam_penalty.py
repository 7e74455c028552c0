"""Reranking of beams with a length penalty.
# bug: the length in the penalty is the whole returned sequence, prompt included.
"""


def rerank(model, tok, prompt, alpha=0.8, k=5):
    enc = tok(prompt, return_tensors="pt")
    out = model.generate(
        **enc, num_beams=k, num_return_sequences=k, max_new_tokens=40, length_penalty=0.0,
        return_dict_in_generate=True, output_scores=True,
    )
    scored = []
    for seq, logp in zip(out.sequences, out.sequences_scores):
        text = tok.decode(seq, skip_special_tokens=True)
        scored.append((logp.item() / len(seq) ** alpha, text))  # expect: SEQ418 # expect-near: SEQ303
    return sorted(scored, reverse=True)
