"""Log-probabilities for the preference losses (KTO and DPO).

# bug: the loss mask is cut on the right while the targets are cut on the left
"""
import torch


def selected_logps(logits, ids):
    logits = logits[:, :-1].float()
    lp = torch.gather(logits.log_softmax(-1), 2, ids[:, 1:].unsqueeze(2))
    return lp.squeeze(2)


def batch_logps(model, batch, prefix):
    ids = batch[prefix + "_input_ids"]
    out = model(ids, attention_mask=batch[prefix + "_attention_mask"], use_cache=False)
    per_token = selected_logps(out.logits, ids)
    keep = batch[prefix + "_response_mask"][:, :-1]  # expect-near: SEQ203
    return (per_token * keep).sum(-1)  # expect: SEQ203


def dpo(policy, reference, batch, beta=0.1):
    with torch.no_grad():
        rc = batch_logps(reference, batch, "chosen")
        rr = batch_logps(reference, batch, "rejected")
    pc = batch_logps(policy, batch, "chosen")
    pr = batch_logps(policy, batch, "rejected")
    margin = beta * ((pc - rc) - (pr - rr))
    return -torch.nn.functional.logsigmoid(margin).mean()
