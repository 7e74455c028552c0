"""Sample candidates; the log-probability kept is the model's own, from raw logits."""
import torch


@torch.no_grad()
def sample_with_logprob(lm, tok, prompt, count):
    inputs = tok(prompt, return_tensors="pt").to(lm.device)
    start = inputs.input_ids.size(1)
    found = []
    for _ in range(count):
        g = lm.generate(
            **inputs,
            do_sample=True,
            temperature=0.8,
            top_p=0.95,
            max_new_tokens=48,
            output_logits=True,
            return_dict_in_generate=True,
        )
        ids = g.sequences[0, start:]
        raw = torch.stack(g.logits, dim=0)[:, 0].float()
        lp = torch.log_softmax(raw, dim=-1)[torch.arange(ids.numel(), device=ids.device), ids]
        found.append((tuple(ids.tolist()), lp.sum().item()))
    return found


def distinct_best(lm, tok, prompt, count=16):
    best = {}
    for ids, lp in sample_with_logprob(lm, tok, prompt, count):
        best[ids] = lp
    ranked = sorted(best.items(), key=lambda kv: kv[1], reverse=True)
    return [(tok.decode(ids, skip_special_tokens=True), lp) for ids, lp in ranked]
