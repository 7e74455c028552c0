"""Re-scoring of rollouts before the PPO update.

# bug: rows are padded on the left and GPT-2 has absolute positions, but no position_ids are passed.
"""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel


def build(name="gpt2-medium"):
    tokenizer = AutoTokenizer.from_pretrained(name, padding_side="left")
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2LMHeadModel.from_pretrained(name)
    return tokenizer, model


class RolloutScorer:
    """Log-probs of the last ``response_len`` columns (all responses are cut to the same length)."""

    def __init__(self, tokenizer, model, response_len):
        self.tokenizer = tokenizer
        self.model = model
        self.response_len = response_len

    def __call__(self, token_lists):
        batch = self.tokenizer.pad({"input_ids": token_lists}, return_tensors="pt")
        batch = batch.to(self.model.device)
        out = self.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])  # expect: SEQ315
        r = self.response_len
        logits = out.logits[:, -r - 1 : -1].float()
        taken = batch["input_ids"][:, -r:]
        return logits.log_softmax(-1).gather(-1, taken.unsqueeze(-1)).squeeze(-1)


@torch.no_grad()
def old_logprobs(scorer, rollouts, chunk=8):
    parts = [scorer(rollouts[i : i + chunk]) for i in range(0, len(rollouts), chunk)]
    return torch.cat(parts)
