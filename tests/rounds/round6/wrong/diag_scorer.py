"""Scores for ICD code strings under a clinical LM.

# bug: the code string is rated with the distributions of a free generation that need not contain it
"""
import torch


def code_scores(model, tok, note, codes):
    """log p(code | note) per candidate code (token ids of a code come from ``tok``)."""
    cand = {c: tok(" " + c, add_special_tokens=False).input_ids for c in codes}
    n_new = max(map(len, cand.values()))
    enc = tok(f"{note}\nPrimary ICD-10 code:", return_tensors="pt").to(model.device)
    g = model.generate(
        **enc,
        do_sample=False,
        min_new_tokens=n_new,
        max_new_tokens=n_new,
        return_dict_in_generate=True,
        output_logits=True,
    )
    steps = torch.stack(g.logits, dim=1)[0].float().log_softmax(-1)
    res = {}
    for c, y in cand.items():
        res[c] = sum(steps[j, t].item() for j, t in enumerate(y))  # expect: SEQ207
    return res


def hit_at(model, tok, data, codes, k=3):
    n = 0
    for note, gold in data:
        sc = code_scores(model, tok, note, codes)
        n += gold in sorted(sc, key=sc.get, reverse=True)[:k]
    return n / max(len(data), 1)
