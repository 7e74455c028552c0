"""Average log-prob of the tokens that a speech model generated.

Right: the scores of the steps are gathered at the model's own tokens; multiplying by the temperature undoes the warper.
"""
import torch
import torch.nn.functional as F


def average_logprob(scores, tokens, temperature):
    rescale = temperature if temperature > 0.0 else 1
    scores = torch.stack(scores).to(tokens.device)
    tokens = tokens[-scores.shape[0]:]
    logprobs = F.log_softmax((scores * rescale).float(), dim=-1)
    picked = logprobs.gather(-1, tokens.unsqueeze(-1)).squeeze(-1)
    return sum(picked[i] for i in range(picked.shape[0])) / len(tokens)
