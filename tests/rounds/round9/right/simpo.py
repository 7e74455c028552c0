"""SimPO: reference-free, the reward is the average log-prob of the response."""
import torch.nn.functional as F


def reward(logits, ids, resp, beta):
    lp = logits[:, :-1].float().log_softmax(-1)
    tok = lp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    m = resp[:, 1:].to(tok.dtype)
    return beta * (tok * m).sum(-1) / m.sum(-1).clamp(min=1)


def simpo_loss(model, win, lose, beta=2.0, gamma=0.5):
    r = []
    for side in (win, lose):
        z = model(input_ids=side["ids"], attention_mask=side["attn"]).logits
        r.append(reward(z, side["ids"], side["resp"], beta))
    logits = r[0] - r[1] - gamma
    return -F.logsigmoid(logits).mean(), (r[0] > r[1]).float().mean()
