"""Hard-example mining: repeat the documents the model is worst at (largest mean loss per token)."""
import torch
from torch.utils.data import Subset


@torch.no_grad()
def doc_losses(model, dataset, collate, device="cpu"):
    model.eval()
    vals = []
    for i in range(len(dataset)):
        batch = {k: v.to(device) for k, v in collate([dataset[i]]).items()}
        vals.append(model(**batch).loss.float().item())
    return torch.tensor(vals)


def hardest(model, dataset, collate, share=0.1):
    losses = doc_losses(model, dataset, collate)
    k = max(1, int(share * len(losses)))
    worst = int(losses.argmax())
    print(f"worst document: {worst} ({losses[worst]:.3f} nats/token)")
    return Subset(dataset, losses.topk(k).indices.tolist())
