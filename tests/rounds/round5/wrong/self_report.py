"""Does verbal certainty follow token certainty?

For a sampled reply we compute the mean log-probability of the tokens it is made of.
# bug: the largest log-probability of each position is averaged, not the one of the sampled token
"""
import re

import torch
from scipy.stats import spearmanr


@torch.no_grad()
def reply_with_certainty(lm, tok, chat):
    x = tok.apply_chat_template(chat, add_generation_prompt=True, return_tensors="pt").to(lm.device)
    y = lm.generate(x, do_sample=True, max_new_tokens=200, pad_token_id=tok.eos_token_id)
    start = x.shape[-1]
    z = lm(y).logits[0, start - 1 : -1]
    certainty = z.log_softmax(-1).max(-1).values.mean()  # expect: SEQ204
    return tok.decode(y[0, start:], skip_special_tokens=True), certainty.item()


def stated_percentage(reply):
    hit = re.search(r"(\d{1,3})\s*%", reply)
    return int(hit.group(1)) if hit else None


def study(lm, tok, questions):
    lm.eval()
    stated, measured = [], []
    for q in questions:
        chat = [{"role": "user", "content": f"{q}\nEnd with your confidence in percent."}]
        reply, c = reply_with_certainty(lm, tok, chat)
        pct = stated_percentage(reply)
        if pct is not None:
            stated.append(pct)
            measured.append(c)
    rho, p = spearmanr(stated, measured)
    return {"n": len(stated), "rho": rho, "p": p}
