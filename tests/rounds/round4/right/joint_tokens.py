"""Conditional score with one tokenisation; the boundary comes from character offsets."""
import torch


def conditional_logprob(lm, tok, prompt, continuation):
    enc = tok(prompt + continuation, return_offsets_mapping=True, return_tensors="pt")
    ids = enc["input_ids"]
    ends = enc["offset_mapping"][0, :, 1]
    inside = ends[1:] > len(prompt)
    with torch.no_grad():
        lp = lm(ids).logits[0, :-1].float().log_softmax(-1)
    tok_lp = lp.gather(1, ids[0, 1:, None])[:, 0]
    return tok_lp[inside].sum().item()
