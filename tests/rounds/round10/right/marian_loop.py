"""Training with label smoothing; the perplexity comes from the plain loss of the model output."""
import torch
import torch.nn.functional as F


def epoch(model, batches, optim, log):
    model.train()
    for b in batches:
        out = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"], labels=b["labels"])
        loss = F.cross_entropy(
            out.logits.flatten(0, 1).float(), b["labels"].flatten(), ignore_index=-100, label_smoothing=0.1
        )
        loss.backward()
        optim.step()
        optim.zero_grad()
        log(loss=loss.item(), ppl=torch.exp(out.loss.detach()).item())


@torch.no_grad()
def reference_scores(model, b):
    model.eval()
    out = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"], labels=b["labels"])
    nll = F.cross_entropy(out.logits.float().transpose(1, 2), b["labels"], ignore_index=-100, reduction="none")
    return -nll.sum(1)
