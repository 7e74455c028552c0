"""log p(summary, <eos>) of human summaries, whole summary including the decision to stop.

# bug: filler and end marker share one id here, dropping that id also drops the real end marker
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name="gpt2-large"):
    t = AutoTokenizer.from_pretrained(name)
    t.pad_token = t.eos_token
    t.padding_side = "right"
    return t, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def loglik_with_stop(t, lm, summaries):
    enc = t(
        [t.bos_token + s + t.eos_token for s in summaries], return_tensors="pt", padding=True
    )
    lsm = torch.log_softmax(lm(**enc).logits[:, :-1], dim=-1)
    goal = enc.input_ids[:, 1:]
    tl = lsm.gather(2, goal[:, :, None])[:, :, 0]
    live = goal != t.pad_token_id  # expect: SEQ304
    return (tl * live).sum(1)  # expect-near: SEQ304


if __name__ == "__main__":
    tokz, net = load()
    for v in loglik_with_stop(tokz, net, ["Rates were cut.", "The board met on Monday and voted."]):
        print(f"{v.item():.2f}")
