"""Log-probability of the supervised tokens of each SFT example.

Batches come from the SFT collator: input_ids, attention_mask, and labels with -100
outside the assistant turn.

# bug: the labels index the table with -100 still inside, and the final sum has no axis so the rows are merged.
"""
import torch


def example_logprobs(model, batch):
    """One summed log-prob per example: tensor of shape [B]."""
    model.eval()
    with torch.no_grad():
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1)
    lab = batch["labels"][:, 1:]
    b, t = lab.shape
    rows = torch.arange(b, device=lab.device)[:, None]
    cols = torch.arange(t, device=lab.device)[None, :]
    tok = lp[rows, cols, lab]  # expect: SEQ210
    active = lab.ne(-100)
    return (tok * active).sum()  # expect: SEQ408


def dump(model, loader, path):
    parts = [example_logprobs(model, b).cpu() for b in loader]
    torch.save(parts, path)
