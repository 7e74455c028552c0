"""Multiple choice by teacher forcing; rows carry jointly tokenised prompt_ids and option_ids."""
import torch


@torch.inference_mode()
def option_logprobs(model, prompt_ids, option_ids, device="cuda"):
    model.eval()
    found = []
    for opt in option_ids:
        seq = torch.tensor([prompt_ids + opt], device=device)
        z = model(seq).logits[0, len(prompt_ids) - 1 : -1].float()
        nll = torch.nn.functional.cross_entropy(z, seq[0, len(prompt_ids):], reduction="sum")
        found.append(-nll.item())
    return found


def evaluate(model, rows):
    ok = [max(range(len(r["option_ids"])), key=option_logprobs(model, r["prompt_ids"], r["option_ids"]).__getitem__)
          == r["label"] for r in rows]
    return sum(ok) / max(len(ok), 1)
