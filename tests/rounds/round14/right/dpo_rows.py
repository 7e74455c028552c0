"""Row log-probabilities for DPO, policy and reference alike."""
import torch
import torch.nn.functional as F


def response_logp(logits, ids, response_mask):
    """response_mask: 1 on the response tokens of ids; returns one sum per row."""
    z = logits[:, :-1].to(torch.float32)
    nll = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    return -(nll * response_mask[:, 1:]).sum(dim=1)


def run(model, b):
    logits = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits
    return response_logp(logits, b["input_ids"], b["response_mask"])


def dpo_loss(policy, ref, chosen, rejected, beta=0.1):
    with torch.no_grad():
        base = run(ref, chosen) - run(ref, rejected)
    logits = run(policy, chosen) - run(policy, rejected) - base
    return -F.logsigmoid(beta * logits).mean()
