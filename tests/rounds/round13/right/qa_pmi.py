"""Domain-conditional PMI between a question and its candidate answers (token ids in, floats out)."""
import torch


@torch.no_grad()
def log_p(model, prefix, answer, eos, pad, size=256):
    """log p(answer + EOS | prefix); the padding is known by position, not by id."""
    ids = list(prefix) + list(answer) + [eos]
    gap = max(size - len(ids), 0)
    x = torch.tensor([ids + [pad] * gap], device=model.device)
    am = torch.tensor([[1] * len(ids) + [0] * gap], device=model.device)
    y = x.masked_fill(am == 0, -100)
    y[:, : len(prefix)] = -100
    scored = (y[:, 1:] != -100).sum()
    loss = model(input_ids=x, attention_mask=am, labels=y).loss
    return -(loss.double() * scored).item()


def choose(model, question, answers, neutral, eos, pad):
    gain = [
        log_p(model, question, a, eos, pad) - log_p(model, neutral, a, eos, pad)
        for a in answers
    ]
    return max(range(len(gain)), key=gain.__getitem__)
