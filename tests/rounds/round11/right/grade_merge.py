"""Probability of each grade; the spellings of a digit are merged by logsumexp over their ids."""
import torch


def variants(tok, grades=("1", "2", "3", "4", "5")):
    table = {g: [] for g in grades}
    for i in range(len(tok)):
        s = tok.decode([i]).strip()
        if s in table:
            table[s].append(i)
    return table


@torch.no_grad()
def distribution(lm, tok, prompt, table):
    lp = lm(**tok(prompt, return_tensors="pt")).logits[0, -1].float().log_softmax(0)
    return {g: lp[ids].logsumexp(0).exp().item() for g, ids in table.items()}
