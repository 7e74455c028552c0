"""RRHF ranking; is_ignored is True where the loss must not look."""
import torch


def response_logp(lm, input_ids, attention_mask, labels):
    z = lm(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
    gold = labels[:, 1:]
    is_ignored = gold == -100
    lp = torch.log_softmax(z, -1).gather(-1, gold.masked_fill(is_ignored, 0).unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(is_ignored, 0.0).sum(-1)


def rank_loss(scores, rewards):
    ds, dr = scores[:, None] - scores[None, :], rewards[:, None] - rewards[None, :]
    return torch.relu(-ds)[dr > 0].sum()
