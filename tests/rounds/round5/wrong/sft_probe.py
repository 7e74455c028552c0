"""Log-probability of the supervised targets before and after fine-tuning.

Labels follow the collator: -100 at the instruction and at padding.
# bug: the mask is true at the ignored positions, so the instruction is scored and the targets are not
"""
import torch


def gather_targets(logits, labels):
    logits, labels = logits[:, :-1], labels[:, 1:]
    mask = labels.eq(-100)  # expect-near: SEQ307
    safe = labels.clamp(min=0)
    lp = logits.float().log_softmax(-1)
    lp = lp.gather(2, safe[..., None])[..., 0]
    return lp, mask


def supervised_logp(model, batch):
    model.eval()
    with torch.no_grad():
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    lp, mask = gather_targets(out.logits, batch["labels"])
    return (lp * mask).sum(1)  # expect: SEQ307


def compare(before, after, loader):
    gains = []
    for batch in loader:
        gains.append(supervised_logp(after, batch) - supervised_logp(before, batch))
    g = torch.cat(gains)
    print(f"mean gain {g.mean():.3f} nats, improved {100 * (g > 0).float().mean():.1f} %")
    return g
