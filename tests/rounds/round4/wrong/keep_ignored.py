"""Log-probability of the assistant's turn.
# bug: the mask keeps the positions whose label is the ignore index and drops the rest.
"""
import torch

IGNORE = -100


def turn_logprob(model, batch):
    ids, labels = batch["input_ids"], batch["labels"]
    lp = model(ids, attention_mask=batch["attention_mask"]).logits[:, :-1].float().log_softmax(-1)
    y = labels[:, 1:]
    m = (y == IGNORE).float()  # expect: SEQ307
    safe = y.clamp(min=0)
    tok = lp.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    return (tok * m).sum(-1)  # expect-near: SEQ307


def run(model, loader):
    with torch.no_grad():
        return torch.cat([turn_logprob(model, b) for b in loader])
