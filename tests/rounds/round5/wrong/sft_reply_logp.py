"""Score replies of an instruction dataset (labels are -100 on the prompt and on padding).

# bug: the mask keeps the positions labelled -100 and drops the reply
"""
import torch
from torch.utils.data import DataLoader


def reply_logps(model, batch):
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    target = batch["labels"][:, 1:]
    use = target.eq(-100)  # expect: SEQ307
    safe = torch.where(target < 0, torch.zeros_like(target), target)
    lp = out.logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    return torch.where(use, lp, torch.zeros_like(lp)).sum(-1)  # expect-near: SEQ307


@torch.no_grad()
def score_dataset(model, dataset, collate, device="cuda", size=8):
    model.to(device).eval()
    all_scores = []
    for batch in DataLoader(dataset, batch_size=size, collate_fn=collate):
        batch = {k: v.to(device) for k, v in batch.items()}
        all_scores.append(reply_logps(model, batch).cpu())
    return torch.cat(all_scores)
