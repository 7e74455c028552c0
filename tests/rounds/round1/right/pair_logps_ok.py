"""Log-probs of chosen and rejected completions (concatenated forward)."""
import torch


def per_row_logps(logits, labels, average=False):
    """labels: -100 outside the completion."""
    labels = labels[:, 1:].clone()
    logits = logits[:, :-1].float()
    keep = labels != -100
    labels[~keep] = 0
    lp = torch.gather(logits.log_softmax(-1), 2, labels.unsqueeze(2)).squeeze(2)
    total = (lp * keep).sum(-1)
    return total / keep.sum(-1).clamp(min=1) if average else total


def concatenated(model, batch, kind):
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    lp = per_row_logps(out.logits, batch["labels"], average=kind in ("ipo", "simpo"))
    return lp.chunk(2)


if __name__ == "__main__":
    z = torch.randn(2, 5, 7)
    y = torch.tensor([[-100, -100, 3, 4, 5], [-100, 2, 2, -100, -100]])
    before = y.clone()
    s = per_row_logps(z, y)
    want = -torch.nn.functional.cross_entropy(z[:, :-1].transpose(1, 2), y[:, 1:], reduction="none").sum(1)
    assert torch.allclose(s, want, atol=1e-5) and torch.equal(y, before)
