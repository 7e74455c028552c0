"""Streams a sampled continuation, each token shaded by its own probability."""
import torch


@torch.no_grad()
def stream(model, tokenizer, prompt, steps=100):
    model.eval()
    feed, cache = tokenizer(prompt, return_tensors="pt").input_ids, None
    for _ in range(steps):
        o = model(feed, past_key_values=cache, use_cache=True)
        cache = o.past_key_values
        p = o.logits[0, -1].float().softmax(0)
        nxt = torch.multinomial(p, 1)
        yield tokenizer.decode(nxt), p[nxt].item()
        if nxt.item() == tokenizer.eos_token_id:
            break
        feed = nxt.view(1, 1)


def shade(pairs):
    return "".join(f"\x1b[48;5;{232 + int(23 * p)}m{t}\x1b[0m" for t, p in pairs)
