"""Reference and policy log-probs from one batch.
# bug: the caller's labels are overwritten, so the second call sees no -100 any more.
"""
import torch


def _completion_logps(model, input_ids, attention_mask, labels):
    logits = model(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1]
    y = labels[:, 1:]
    keep = y != -100
    y[y == -100] = 0  # expect: SEQ308
    lp = logits.float().log_softmax(-1)
    tok = torch.gather(lp, 2, y.unsqueeze(2)).squeeze(2)
    return (tok * keep).sum(-1)


def margins(policy, reference, batch):
    args = batch["input_ids"], batch["attention_mask"], batch["labels"]
    with torch.no_grad():
        ref = _completion_logps(reference, *args)
    return _completion_logps(policy, *args) - ref  # expect-near: SEQ308
