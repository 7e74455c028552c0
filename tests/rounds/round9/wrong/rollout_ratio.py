"""Importance ratios for the unit-test RL loop (code model, T = 0.8 rollouts).

# bug: log-probabilities are divided by the temperature and never renormalised
"""
import torch

SAMPLING_T = 0.8


def behaviour_logps(model, ids, attn):
    """Token log-probs under the sampling distribution at SAMPLING_T, (B, L-1)."""
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    table = z.log_softmax(dim=-1)
    table = table / SAMPLING_T  # expect: SEQ109
    return table.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)


def clipped_objective(model, batch, eps=0.2):
    now = behaviour_logps(model, batch["ids"], batch["attn"])
    ratio = (now - batch["old_logps"]).exp()
    adv = batch["advantage"].unsqueeze(1)
    obj = torch.minimum(ratio * adv, ratio.clamp(1 - eps, 1 + eps) * adv)
    keep = batch["completion_mask"][:, 1:].float()
    return -(obj * keep).sum() / keep.sum().clamp(min=1.0)


def train_epoch(model, optimiser, loader):
    model.train()
    for batch in loader:
        loss = clipped_objective(model, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
