"""Order candidate punchlines by the likelihood of the complete line, end included.

# bug: the pad token is the end token, so comparing ids with it also removes the real end of every line
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2-medium")
tokenizer.pad_token = tokenizer.eos_token
lm = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


def line_scores(lines):
    """log p(line, <|endoftext|>) with <|endoftext|> in front."""
    e = tokenizer.eos_token
    enc = tokenizer([e + l + e for l in lines], return_tensors="pt", padding=True)
    with torch.no_grad():
        out = lm(**enc)
    logp = torch.log_softmax(out.logits[:, :-1, :], dim=-1)
    nxt = enc.input_ids[:, 1:]
    per = logp.gather(-1, nxt.unsqueeze(-1)).squeeze(-1)
    use = nxt != tokenizer.pad_token_id  # expect: SEQ304
    return torch.where(use, per, torch.zeros_like(per)).sum(-1)


def rank(lines):
    s = line_scores(lines).tolist()
    return [l for _, l in sorted(zip(s, lines), key=lambda t: -t[0])]


if __name__ == "__main__":
    for l in rank(open("punchlines.txt").read().splitlines()):
        print(l)
