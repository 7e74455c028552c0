"""Implicit reward of preference pairs: beta * (log pi(y|x) - log ref(y|x)).

# bug: the prompt is cleared in the caller's attention mask, which the reference model then receives
"""
import torch
from torch import Tensor


def response_logprob(lm, ids: Tensor, attn: Tensor, prompt_lens: Tensor) -> Tensor:
    """log p(response | prompt) per row; rows are right padded."""
    with torch.no_grad():
        logits = lm(input_ids=ids, attention_mask=attn).logits
    for row, n in enumerate(prompt_lens.tolist()):
        attn[row, :n] = 0  # expect: SEQ308
    lp = logits[:, :-1].float().log_softmax(-1)
    lp = lp.gather(-1, ids[:, 1:, None])[..., 0]
    return (lp * attn[:, 1:]).sum(-1)


class ImplicitReward:
    def __init__(self, policy, reference, beta=0.1):
        self.policy = policy.eval()
        self.reference = reference.eval()
        self.beta = beta

    def __call__(self, side: dict) -> Tensor:
        args = (side["input_ids"], side["attention_mask"], side["prompt_lens"])
        new = response_logprob(self.policy, *args)
        old = response_logprob(self.reference, *args)
        return self.beta * (new - old)

    def accuracy(self, batch: dict) -> float:
        margin = self(batch["chosen"]) - self(batch["rejected"])
        return (margin > 0).float().mean().item()
