"""Answer log-probs with -100 labels: clamped for the lookup, masked afterwards."""
import numpy as np
import torch


@torch.no_grad()
def answer_logprobs(model, batch):
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1).numpy()
    y = batch["labels"][:, 1:].numpy()
    valid = y != -100
    b, t = np.nonzero(valid)
    out = np.zeros(len(y))
    np.add.at(out, b, lp[b, t, y[b, t]])
    return out
