"""Sample continuations and keep those the untempered model finds likely (mean log-prob per new token)."""
import heapq

import torch


@torch.no_grad()
def sample_with_ll(model, tk, seed_text, n=8, max_new=64):
    enc = tk(seed_text, return_tensors="pt").to(model.device)
    start = enc.input_ids.size(1)
    kept = []
    for _ in range(n):
        res = model.generate(
            **enc, do_sample=True, temperature=0.8, top_p=0.92, max_new_tokens=max_new,
            return_dict_in_generate=True, output_logits=True,
        )
        new = res.sequences[0, start:]
        lp = torch.stack(res.logits)[:, 0].float().log_softmax(-1)
        own = lp.gather(1, new.unsqueeze(1)).squeeze(1)
        kept.append((own.mean().item(), tk.decode(new, skip_special_tokens=True)))
    return kept


def filter_pool(model, tk, seeds, keep=0.5):
    model.eval()
    pool = [c for s in seeds for c in sample_with_ll(model, tk, s)]
    return [t for _, t in heapq.nlargest(int(len(pool) * keep), pool)]
