"""Draw eight story continuations and keep the one the model itself finds likeliest.

# bug: the most likely token's log-prob is summed although the tokens were sampled
# bug: totals are rounded to whole numbers before they are compared
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "roneneldan/TinyStories-33M"
tok = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125M")
lm = AutoModelForCausalLM.from_pretrained(CKPT).eval()


def draw(opening, k=8, length=60):
    enc = tok(opening, return_tensors="pt")
    res = lm.generate(
        **enc, do_sample=True, top_k=0, max_new_tokens=length, num_return_sequences=k,
        pad_token_id=tok.eos_token_id, return_dict_in_generate=True, output_logits=True,
    )
    new = res.sequences[:, enc.input_ids.size(1):]
    alive = (new == tok.eos_token_id).long().cumsum(1).cumsum(1) <= 1
    lp = torch.stack(res.logits, 1).float().log_softmax(-1)
    step = lp.max(dim=-1).values  # expect: SEQ204
    totals = (step * alive).sum(1)
    return [(tok.decode(n, skip_special_tokens=True), t.item()) for n, t in zip(new, totals)]


def winner(opening):
    tickets = draw(opening)
    return max(tickets, key=lambda pair: round(pair[1]))  # expect: SEQ504


if __name__ == "__main__":
    torch.manual_seed(11)
    story, total = winner("Once upon a time there was a lamp who")
    print(total, story)
