"""DPO margins of an absolute-position model on left-padded token lists."""
import torch


def pad_left(rows, value):
    width = max(map(len, rows))
    return torch.tensor([[value] * (width - len(r)) + list(r) for r in rows])


@torch.no_grad()
def reply_logps(net, prompts, replies, pad=50256):
    net.eval()
    both = [list(p) + list(r) for p, r in zip(prompts, replies)]
    ids = pad_left(both, pad)
    attn = pad_left([[1] * len(b) for b in both], 0)
    is_reply = pad_left([[0] * len(p) + [1] * len(r) for p, r in zip(prompts, replies)], 0)
    pos = (attn.cumsum(dim=1) - 1).clamp(min=0)
    logits = net(input_ids=ids, attention_mask=attn, position_ids=pos).logits.float()
    lp = logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return (lp * is_reply[:, 1:]).sum(dim=-1)


def margins(policy, ref, batch, beta=0.1):
    w = reply_logps(policy, batch["prompt"], batch["chosen"]) - reply_logps(ref, batch["prompt"], batch["chosen"])
    l = reply_logps(policy, batch["prompt"], batch["rejected"]) - reply_logps(ref, batch["prompt"], batch["rejected"])
    m = beta * (w - l)
    return m, (m > 0).float().mean().item()
