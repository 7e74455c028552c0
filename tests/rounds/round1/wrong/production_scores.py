"""Scores under the production decoding settings.

# bug: the reported log-likelihood comes from the top-k filtered distribution; argmax runs over the positions (axis 0) of the (time, vocab) matrix.
"""
import torch
from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopKLogitsWarper


WARP = LogitsProcessorList([TemperatureLogitsWarper(0.8), TopKLogitsWarper(40)])


@torch.inference_mode()
def log_likelihood(model, ids, n_prompt):
    """log p_model(answer | prompt); `ids` (1, T) is prompt + answer."""
    z = model(input_ids=ids).logits[:, n_prompt - 1 : -1].float()
    ans = ids[:, n_prompt:]
    total = z.new_zeros(())
    for t in range(ans.shape[1]):
        step = WARP(ids[:, : n_prompt + t], z[:, t])
        total = total + step.log_softmax(-1)[0, ans[0, t]]  # expect: SEQ110
    return total.item()  # expect-near: SEQ110


@torch.no_grad()
def lambada_item(lm, ids, n_ctx):
    """ids: (1, T) context + last word. Returns (log-likelihood, is_greedy)."""
    lp = lm(input_ids=ids).logits[0].float().log_softmax(-1)
    rows = lp[n_ctx - 1 : -1]
    gold = ids[0, n_ctx:]
    ll = rows.gather(1, gold.unsqueeze(1)).sum().item()
    greedy = rows.argmax(dim=0)  # expect-near: SEQ505
    return ll, torch.equal(greedy[: len(gold)], gold)  # expect: SEQ505
