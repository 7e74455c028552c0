"""Conversation NLL with a chat model; no second BOS, cut at the context window."""
import torch


@torch.no_grad()
def corpus_nll(lm, tok, conversations):
    window = lm.config.max_position_embeddings
    total, n = 0.0, 0
    for messages in conversations:
        text = tok.apply_chat_template(messages, tokenize=False)
        ids = tok(text, add_special_tokens=False, truncation=True, max_length=window, return_tensors="pt").input_ids
        if ids.shape[1] < 2:
            continue
        k = ids.shape[1] - 1
        total += lm(ids, labels=ids).loss.item() * k
        n += k
    return total / max(n, 1)


def sample(lm, tok, messages):
    ids = tok.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")
    out = lm.generate(ids, max_length=min(ids.shape[1] + 256, lm.config.max_position_embeddings))
    return tok.decode(out[0, ids.shape[1]:], skip_special_tokens=True)
