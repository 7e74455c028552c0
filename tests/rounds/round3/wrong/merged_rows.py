"""Log-probability per sequence, the batch axis included by accident.

# bug: sum() without an axis adds the rows of the batch together
"""
import torch


def sequence_logprobs(model, batch):
    """One log-probability for every row of the batch."""
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    lsm = torch.log_softmax(out.logits[:, :-1].float(), -1)
    got = lsm.gather(-1, batch["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
    return got.mul(batch["attention_mask"][:, 1:]).sum()  # expect: SEQ408


def prefer(model, left, right):
    with torch.no_grad():
        return sequence_logprobs(model, left) > sequence_logprobs(model, right)
