"""Evaluation loop of a no_trainer script: token perplexity over a padded, variable-length validation set.

# bug: the batches' mean losses are averaged without weighting them by their numbers of tokens
"""
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader
from transformers import DataCollatorForSeq2Seq


def make_loader(dataset, tokenizer, size):
    collate = DataCollatorForSeq2Seq(tokenizer, padding="longest", label_pad_token_id=-100)
    return DataLoader(dataset, batch_size=size, collate_fn=collate)


def evaluate(model, dataset, tokenizer, size=16):
    acc = Accelerator()
    model, loader = acc.prepare(model, make_loader(dataset, tokenizer, size))
    model.eval()
    seen = []
    for batch in loader:
        with torch.no_grad():
            out = model(**batch)
        seen.append(acc.gather(out.loss.detach().float().reshape(1)))
    avg = torch.cat(seen).mean()  # expect: SEQ409
    result = {"eval_loss": avg.item(), "perplexity": torch.exp(avg).item()}
    if acc.is_main_process:
        print(result)
    return result
