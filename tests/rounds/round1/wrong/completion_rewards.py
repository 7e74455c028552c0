"""Completion-level scores for preference training.

# bug: sum() without a dim collapses the candidates into one number; the attention mask selects prompt and completion, although only the completion is the reward.
"""
import torch


def completion_scores(model, batch):
    """One log-probability per row of the batch."""
    y = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    y = y[:, :-1].float().log_softmax(dim=-1)
    lp = torch.gather(y, -1, batch["input_ids"][:, 1:, None]).squeeze(-1)
    lp = lp.masked_fill(~batch["completion_mask"][:, 1:].bool(), 0.0)
    return lp.sum()  # expect: SEQ408


def best_row(model, batch):
    return completion_scores(model, batch).argmax().item()  # expect-near: SEQ408


def simpo_reward(model, input_ids, attention_mask, completion_mask, beta=2.0):
    """beta * mean log-prob of the completion tokens, one value per row."""
    z = model(input_ids=input_ids, attention_mask=attention_mask).logits.float()
    lp = z[:, :-1].log_softmax(-1).gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    m = attention_mask[:, 1:].to(lp.dtype)
    has_completion = completion_mask.any(dim=-1)
    avg = (lp * m).sum(-1) / m.sum(-1).clamp(min=1.0)  # expect: SEQ301|SEQ418
    return torch.where(has_completion, beta * avg, torch.zeros_like(avg))  # expect-near: SEQ301|SEQ418


def simpo_loss(reward, gamma=0.5):
    c, r = reward.chunk(2)
    return -torch.nn.functional.logsigmoid(c - r - gamma).mean()
