"""Draw a pool of samples and keep the model's log-probability of each.

# bug: the stored model log-probability comes from scores after temperature and top-p, and the rescoring path takes the log of a softmax.
"""
import torch
import torch.nn.functional as F


@torch.no_grad()
def draw(model, tok, prompt, k=8):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    pool = []
    for _ in range(k):
        g = model.generate(
            **enc,
            do_sample=True,
            temperature=0.7,
            top_p=0.9,
            max_new_tokens=64,
            output_scores=True,
            return_dict_in_generate=True,
        )
        n = enc.input_ids.shape[1]
        ids = g.sequences[0, n:]
        step_lp = torch.stack(g.scores, dim=1)[0].float().log_softmax(-1)  # expect: SEQ110
        pool.append({
            "ids": g.sequences[0],
            "start": n,
            "model_logprob": step_lp.gather(-1, ids[:, None]).sum().item(),  # expect-near: SEQ110
        })
    return pool


@torch.no_grad()
def rescore(model, entry):
    seq = entry["ids"][None].to(model.device)
    z = model(seq).logits.float()
    probs = F.softmax(z[:, :-1], dim=-1)
    tgt = seq[:, 1:]
    chosen = torch.log(probs).gather(2, tgt[..., None])[0, :, 0]  # expect: SEQ602
    return chosen[entry["start"] - 1:].sum().item()
