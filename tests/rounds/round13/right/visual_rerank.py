"""Rerank generated alt texts with a text-only prior: log p(alt text) under GPT-2."""
from typing import Sequence

import torch
import transformers


def load_prior(ckpt: str = "gpt2"):
    tokenizer = transformers.AutoTokenizer.from_pretrained(ckpt)
    prior = transformers.AutoModelForCausalLM.from_pretrained(ckpt)
    return tokenizer, prior.eval()


@torch.no_grad()
def prior_logp(tokenizer, prior, alt: str) -> float:
    x = tokenizer(tokenizer.bos_token + alt, return_tensors="pt")["input_ids"]
    logits = prior(x).logits[0, :-1].float()
    chosen = logits.gather(1, x[0, 1:].unsqueeze(1)).squeeze(1)
    return (chosen - logits.logsumexp(dim=1)).sum().item()


def combine(image_scores: Sequence[float], priors: Sequence[float], weight: float) -> torch.Tensor:
    a = torch.tensor(image_scores)
    b = torch.tensor(priors)
    return a + weight * b


def rerank(tokenizer, prior, alts, image_scores, weight=0.2):
    """image_scores are log p(image | alt) up to a constant."""
    priors = [prior_logp(tokenizer, prior, a) for a in alts]
    order = combine(image_scores, priors, weight).argsort(descending=True)
    return [alts[i] for i in order.tolist()]
