"""Answer log-probs from a batch with -100 labels.
# bug: -100 reaches the integer index, which reads a real entry of the vocabulary; nothing drops those positions.
"""
import numpy as np
import torch


@torch.no_grad()
def answer_logprobs(model, batch):
    """(B,) sums over the answer. labels hold -100 on the prompt and the padding."""
    labels = batch["labels"]
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1).numpy()
    y = labels[:, 1:].numpy()
    b, t = np.indices(y.shape)
    picked = lp[b, t, y]  # expect: SEQ210
    return picked.sum(axis=1)  # expect-near: SEQ210|SEQ301|SEQ302


def evaluate(model, loader):
    return np.concatenate([answer_logprobs(model, b) for b in loader])
