"""Pseudo-perplexity: every position masked in a pass of its own."""
import torch


@torch.no_grad()
def pseudo_perplexity(net, tk, text):
    net.eval()
    ids = tk(text, return_tensors="pt", truncation=True, max_length=512).input_ids[0]
    inner = range(1, len(ids) - 1)
    nll = []
    for i in inner:
        masked = ids.clone()
        masked[i] = tk.mask_token_id
        row = net(masked[None]).logits[0, i].float()
        nll.append(-row.log_softmax(-1)[ids[i]])
    return torch.stack(nll).mean().exp().item() if nll else float("nan")
