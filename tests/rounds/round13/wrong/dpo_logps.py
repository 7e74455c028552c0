"""Per-sequence log-probabilities for a small preference trainer.

# bug: the response mask is cut like the inputs ([:, :-1]) while the labels are cut like the targets ([:, 1:]).
"""
import torch
import torch.nn.functional as F


def _per_token(logits, input_ids):
    logits = logits[:, :-1, :].float()
    labels = input_ids[:, 1:]
    flat = F.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction="none")
    return -flat.view_as(labels)


def response_logps(model, batch):
    """Summed log-probability of each response.

    batch["response_mask"][b, t] is 1 where token t belongs to the response (EOS included).
    """
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    tok = _per_token(out.logits, batch["input_ids"])
    w = batch["response_mask"][:, :-1].to(tok.dtype)  # expect: SEQ203
    return (tok * w).sum(dim=-1)  # expect-near: SEQ203


def preference_loss(policy, reference, chosen, rejected, beta=0.1):
    pc = response_logps(policy, chosen)
    pr = response_logps(policy, rejected)
    with torch.no_grad():
        rc = response_logps(reference, chosen)
        rr = response_logps(reference, rejected)
    margin = (pc - rc) - (pr - rr)
    return -F.logsigmoid(beta * margin).mean(), (margin > 0).float().mean()
