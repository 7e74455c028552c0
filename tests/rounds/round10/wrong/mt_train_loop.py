"""Fine-tuning loop for a Marian model on in-domain data.

# bug: the reported perplexity is the exponential of the label-smoothed training loss; and hypothesis scores take the log of a softmax.
"""
import torch
import torch.nn.functional as F
from transformers import MarianMTModel


def smoothed(logits, gold, eps=0.1):
    return F.cross_entropy(logits.flatten(0, 1).float(), gold.flatten(), ignore_index=-100, label_smoothing=eps)


def train_epoch(model: MarianMTModel, batches, optim, sched, log):
    model.train()
    for i, b in enumerate(batches):
        out = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"], labels=b["labels"])
        loss = smoothed(out.logits, b["labels"])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optim.step()
        sched.step()
        optim.zero_grad()
        if i % 50 == 0:
            ppl = torch.exp(loss.detach()).item()  # expect: SEQ414
            log({"step": i, "loss": loss.item(), "ppl": ppl})  # expect-near: SEQ414


@torch.no_grad()
def forced_scores(model: MarianMTModel, b):
    """Sum of token log-probs of the reference translation in every row."""
    model.eval()
    out = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"], labels=b["labels"])
    dist = torch.log(torch.softmax(out.logits.float(), dim=-1))  # expect: SEQ602
    real = b["labels"] != -100
    idx = b["labels"].masked_fill(~real, 0)
    tok = dist.gather(-1, idx.unsqueeze(-1)).squeeze(-1)
    return tok.masked_fill(~real, 0.0).sum(-1)
