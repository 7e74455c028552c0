"""Log-probabilities of complete stories (each ends with EOS) for a filtering step.

# bug: mean_logprob() averages over the padded width of the batch.
# bug: total_logprob() recognises padding by id, and pad is eos, so the story's own EOS is lost.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
gpt = AutoModelForCausalLM.from_pretrained("gpt2").eval()


def prepare(stories):
    return tok([s + tok.eos_token for s in stories], padding=True, padding_side="right", return_tensors="pt")


@torch.no_grad()
def token_logprobs(batch):
    z = gpt(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits.float()
    y = batch.input_ids[:, 1:]
    return z[:, :-1].log_softmax(2).gather(2, y[:, :, None]).squeeze(2)


def mean_logprob(stories):
    """Mean log-probability per token of each story."""
    b = prepare(stories)
    tl = token_logprobs(b) * b.attention_mask[:, 1:]  # expect-near: SEQ303
    return tl.mean(dim=1)  # expect: SEQ303


def total_logprob(stories):
    """log p(story, EOS) of each story."""
    b = prepare(stories)
    real = b.input_ids[:, 1:].ne(tok.pad_token_id)  # expect: SEQ304
    return (token_logprobs(b) * real).sum(dim=1)  # expect-near: SEQ304


def split(stories, cut=-4.0):
    means = mean_logprob(stories).tolist()
    return [s for s, m in zip(stories, means) if m >= cut]
