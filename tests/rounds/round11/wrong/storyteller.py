"""Interactive story sampler which shows log p of what it just wrote.

# bug: the largest probability of each step is added up although the written token is sampled
"""
import torch


@torch.no_grad()
def write(model, tokenizer, opening, length=60, seed=None):
    """Returns the text and the log-probability of the sampled tokens."""
    if seed is not None:
        torch.manual_seed(seed)
    ids = tokenizer(opening, return_tensors="pt").input_ids
    story_lp = 0.0
    for _ in range(length):
        nxt = model(ids).logits[:, -1, :].float()
        lp = nxt.log_softmax(-1)
        choice = torch.multinomial(lp.exp(), 1)
        story_lp += lp.max(dim=-1).values.item()  # expect: SEQ204
        ids = torch.cat((ids, choice), dim=1)
        if choice.item() == tokenizer.eos_token_id:
            break
    return tokenizer.decode(ids[0]), story_lp


def repl(model, tokenizer):
    while True:
        line = input("> ")
        if not line:
            return
        text, lp = write(model, tokenizer, line)
        print(text)
        print(f"[log p = {lp:.2f}]")
