"""Conditional scores in batches.
# bug: the prompt is inside the mask that selects the completion's tokens, and the mean runs over the padded width.
"""
import torch


class ConditionalScorer:
    """Average log-probability per completion token given its prompt."""

    def __init__(self, model):
        self.model = model

    @torch.no_grad()
    def completion_score(self, input_ids, attention_mask, prompt_lengths):
        z = self.model(input_ids, attention_mask=attention_mask).logits.float()
        lp = z[:, :-1].log_softmax(-1).gather(-1, input_ids[:, 1:, None])[..., 0]
        m = attention_mask[:, 1:].to(lp.dtype)  # expect-near: SEQ301
        return (lp * m).mean(-1)  # expect: SEQ303 # expect: SEQ301
