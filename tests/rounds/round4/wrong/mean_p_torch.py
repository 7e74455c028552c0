"""Perplexity per reply.
# bug: the perplexity is computed from the arithmetic mean of the token probabilities.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def reply_perplexity(name, prompt_ids, reply_ids):
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    ids = torch.tensor([prompt_ids + reply_ids])
    with torch.no_grad():
        dist = torch.nn.functional.softmax(lm(ids).logits.float(), dim=-1)[0]
    at = [dist[len(prompt_ids) + j - 1, t].item() for j, t in enumerate(reply_ids)]
    avg = sum(at) / max(len(at), 1)  # expect: SEQ405
    return 1 / avg  # expect-near: SEQ405


if __name__ == "__main__":
    t = AutoTokenizer.from_pretrained("gpt2")
    print(reply_perplexity("gpt2", t.encode("Q: 1+1? A:"), t.encode(" 2.")))
