"""Greedy decoding by hand with a KV cache; accumulates the log-probability of what is emitted."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.inference_mode()
def decode(lm, tok, prompt, limit=50):
    cur = tok(prompt, return_tensors="pt").input_ids
    past, emitted, s = None, [], 0.0
    for _ in range(limit):
        step = lm(cur, past_key_values=past, use_cache=True)
        past = step.past_key_values
        lp = torch.log_softmax(step.logits[0, -1].float(), dim=0)
        best, tid = lp.max(dim=0)
        s += best.item()
        emitted.append(tid.item())
        if emitted[-1] == tok.eos_token_id:
            break
        cur = tid.view(1, 1)
    return emitted, s


def conf(s, emitted):
    """Geometric mean probability of the emitted tokens."""
    return torch.tensor(s / max(len(emitted), 1)).exp().item()


if __name__ == "__main__":
    name = "distilgpt2"
    t = AutoTokenizer.from_pretrained(name)
    m = AutoModelForCausalLM.from_pretrained(name).eval()
    e, s = decode(m, t, "The capital of France is")
    print(t.decode(e), s, conf(s, e))
