"""The same scores, computed right."""

import math

import torch


@torch.no_grad()
def sequence_logprob(model, input_ids, attention_mask, prompt_length):
    """Log-probability of each completion of a right-padded batch, in nats."""
    logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1]
    logp = torch.log_softmax(logits.float(), dim=-1)
    token_logp = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    scored = attention_mask[:, 1:].bool()
    scored &= torch.arange(1, input_ids.size(1), device=input_ids.device) >= prompt_length[:, None]
    return token_logp.masked_fill(~scored, 0.0).sum(dim=-1)


@torch.no_grad()
def corpus_perplexity(model, tokenizer, texts):
    """Perplexity of a corpus, all tokens weighing the same."""
    total_nll, total_tokens = 0.0, 0
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        n_scored = ids.size(1) - 1
        total_nll += model(ids, labels=ids).loss.item() * n_scored
        total_tokens += n_scored
    mean_nll = total_nll / total_tokens
    return math.exp(mean_nll) if mean_nll < 700 else math.inf
