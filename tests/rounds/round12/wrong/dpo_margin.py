"""Preference accuracy of a GPT-2 policy against its reference, from token files.

# bug: left-padded rows go through GPT-2 without position_ids, and the sum has no axis so the rows of a batch are merged.
"""
import torch
from transformers import GPT2LMHeadModel


def left_pad(rows, fill):
    w = max(len(r) for r in rows)
    return torch.tensor([[fill] * (w - len(r)) + r for r in rows])


def sequence_logps(net, prompts, replies, pad=50256):
    """log pi(reply | prompt) for each row."""
    ids = left_pad([p + r for p, r in zip(prompts, replies)], pad)
    attn = left_pad([[1] * (len(p) + len(r)) for p, r in zip(prompts, replies)], 0)
    span = left_pad([[0] * len(p) + [1] * len(r) for p, r in zip(prompts, replies)], 0)
    with torch.no_grad():
        z = net(input_ids=ids, attention_mask=attn).logits.float()  # expect: SEQ315
    lp = z[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return (lp * span[:, 1:]).sum()  # expect: SEQ408


def preference_accuracy(policy, ref, data, beta=0.1, bs=8):
    right = seen = 0
    for i in range(0, len(data), bs):
        part = data[i:i + bs]
        p = [d["prompt"] for d in part]
        w = [d["chosen"] for d in part]
        l = [d["rejected"] for d in part]
        margin = beta * (
            sequence_logps(policy, p, w) - sequence_logps(ref, p, w)
            - sequence_logps(policy, p, l) + sequence_logps(ref, p, l)
        )
        right += torch.atleast_1d(margin > 0).sum().item()
        seen += torch.atleast_1d(margin).numel()
    return right / max(seen, 1)


if __name__ == "__main__":
    pol = GPT2LMHeadModel.from_pretrained("out/policy").eval()
    base = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    print(preference_accuracy(pol, base, torch.load("pairs.pt")))
