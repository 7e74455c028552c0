"""Best-of-n with length normalisation.

# bug: the divisor is the length of prompt plus completion
"""
import torch


def normalised_score(model, prompt_ids, completion_ids, alpha=1.0):
    ids = torch.tensor([prompt_ids + completion_ids])
    with torch.no_grad():
        z = model(ids).logits[0, len(prompt_ids) - 1 : -1].float()
    lp = z.log_softmax(-1)[torch.arange(len(completion_ids)), completion_ids].sum()
    return (lp / ids.shape[1] ** alpha).item()  # expect: SEQ418


def best_of_n(model, prompt_ids, completions):
    return max(completions, key=lambda c: normalised_score(model, prompt_ids, c))
