"""REINFORCE with leave-one-out baseline; log-probs of the behaviour policy at its sampling temperature."""
import torch


def behaviour_logps(net, ids, mask, starts, temperature):
    """(batch,) log-probabilities of the completions under softmax(z / temperature).

    Right-padded rows; starts[b] is the index of the first completion token.
    """
    z = net(input_ids=ids, attention_mask=mask).logits
    z = z[:, :-1].float() / temperature
    y = ids[:, 1:]
    logp = z.log_softmax(dim=-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    index = torch.arange(y.shape[1], device=y.device) + 1
    inside = (index >= starts.unsqueeze(1)) & (mask[:, 1:] == 1)
    return torch.where(inside, logp, torch.zeros_like(logp)).sum(dim=1)


def leave_one_out(rewards):
    n = rewards.numel()
    return (rewards.sum() - rewards) / (n - 1)


def update(net, optimizer, group, temperature=1.0):
    rewards = group["reward"].float()
    adv = rewards - leave_one_out(rewards)
    lp = behaviour_logps(net, group["ids"], group["mask"], group["start"], temperature)
    loss = -(adv * lp).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return {"loss": loss.item(), "reward": rewards.mean().item()}
