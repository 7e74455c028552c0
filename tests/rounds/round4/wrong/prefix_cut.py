"""Conditional score of a continuation.
# bug: prompt and continuation are tokenised separately and concatenated, so tokens that merge across the join are never used.
"""
import torch


def conditional_logprob(lm, tok, prompt: str, continuation: str) -> float:
    a = tok.encode(prompt)
    b = tok.encode(continuation, add_special_tokens=False)
    ids = torch.tensor([a + b])  # expect: SEQ312
    with torch.no_grad():
        lp = lm(ids).logits[0].float().log_softmax(-1)
    rows = lp[len(a) - 1 : -1]
    return rows[torch.arange(len(b)), torch.tensor(b)].sum().item()


def conditional_joint(lm, tok, prompt, continuation):
    n = len(tok(prompt)["input_ids"])
    ids = tok(prompt + continuation, return_tensors="pt")["input_ids"][0]  # expect-near: SEQ312
    with torch.no_grad():
        lp = lm(ids[None]).logits[0].float().log_softmax(-1)
    tail = ids[n:]  # expect: SEQ312
    return lp[n - 1 : -1].gather(1, tail[:, None]).sum().item()  # expect-near: SEQ312
