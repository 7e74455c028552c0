"""Reward margin of a DPO-tuned policy; `span` marks response tokens at their own positions."""
import torch


def logps(net, batch):
    z = net(input_ids=batch["ids"], attention_mask=batch["attn"]).logits[:, :-1].float()
    y, w = batch["ids"][:, 1:], batch["span"][:, 1:]
    picked = z.gather(2, y[:, :, None]).squeeze(2) - z.logsumexp(2)
    return (picked * w).sum(1)


@torch.no_grad()
def margin(policy, ref, chosen, rejected, beta=0.1):
    logits = (logps(policy, chosen) - logps(policy, rejected)) - (logps(ref, chosen) - logps(ref, rejected))
    return beta * logits


def evaluate(policy, ref, loader):
    policy.eval()
    ref.eval()
    m = torch.cat([margin(policy, ref, c, r) for c, r in loader])
    return {
        "accuracy": (m > 0).float().mean().item(),
        "margin": m.mean().item(),
        "p_prefers": m.sigmoid().mean().item(),
        "loss": -torch.nn.functional.logsigmoid(m).mean().item(),
    }
