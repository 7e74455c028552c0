"""Answer log-probabilities from labels with -100, clamped on a copy before the gather."""
import torch


def answer_logprob(logits, labels):
    """logits (B, T, V), labels (B, T) unshifted, -100 outside the answer."""
    gold = labels[:, 1:].clone()
    wanted = gold.ne(-100)
    gold[~wanted] = 0
    lp = logits[:, :-1].float().log_softmax(-1)
    got = lp.gather(2, gold[..., None])[..., 0]
    return torch.where(wanted, got, torch.zeros_like(got)).sum(1)


if __name__ == "__main__":
    torch.manual_seed(0)
    z, y = torch.randn(2, 5, 11), torch.tensor([[-100, -100, 3, 4, -100], [-100, 7, 1, 0, 2]])
    before = y.clone()
    ref = -torch.nn.functional.cross_entropy(z[:, :-1].transpose(1, 2), y[:, 1:], reduction="none").sum(1)
    assert torch.allclose(answer_logprob(z, y), ref, atol=1e-5) and torch.equal(before, y)
