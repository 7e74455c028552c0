"""Evaluation at the end of an epoch (no_trainer script).

# bug: per-batch mean losses are averaged without their token counts
"""
import torch
from tqdm import tqdm


def evaluate(model, loader, accelerator=None):
    model.eval()
    losses = []
    for batch in tqdm(loader, desc="eval"):
        with torch.no_grad():
            outputs = model(**batch)
        losses.append(outputs.loss.detach().float())
    mean = torch.stack(losses).mean()  # expect: SEQ409
    return {"loss": mean.item(), "perplexity": torch.exp(mean).item()}  # expect-near: SEQ409


def fit(model, train_loader, eval_loader, opt, epochs=3):
    for e in range(epochs):
        model.train()
        for batch in train_loader:
            loss = model(**batch).loss
            loss.backward()
            opt.step()
            opt.zero_grad()
        print(e, evaluate(model, eval_loader))
