"""k1 and k3 estimates of KL(tuned || base) on the tuned model's own samples."""
import torch


def pick(model, batch, labels):
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = torch.log_softmax(logits[:, :-1].float(), dim=2)
    return lp.gather(2, labels.clamp(min=0).unsqueeze(2)).squeeze(2)


@torch.inference_mode()
def kl_on_samples(tuned, base, loader):
    tuned.eval()
    base.eval()
    k1 = k3 = 0.0
    n = 0
    for batch in loader:
        labels = batch["labels"][:, 1:].clone()
        m = labels != -100
        labels[~m] = 0
        r = pick(base, batch, labels) - pick(tuned, batch, labels)
        k1 -= r[m].sum().item()
        k3 += (torch.expm1(r) - r)[m].sum().item()
        n += int(m.sum())
    return k1 / max(n, 1), k3 / max(n, 1)
