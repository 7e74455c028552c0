"""Best-of-n by the policy's own likelihood: keep the sampled reply with the highest log p(reply | prompt).

# bug: the sum runs over rows and tokens alike, so all n candidates share one number.
"""
import torch


def reply_mask(prompt_len, attn):
    m = attn.clone()
    m[:, :prompt_len] = 0
    return m[:, 1:].bool()


@torch.no_grad()
def reply_logps(policy, seqs, attn, prompt_len):
    """One log-likelihood per row; rows are right-padded and share the prompt."""
    logits = policy(input_ids=seqs, attention_mask=attn).logits
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = lp.gather(-1, seqs[:, 1:].unsqueeze(-1)).squeeze(-1)
    return chosen.masked_fill(~reply_mask(prompt_len, attn), 0.0).sum()  # expect: SEQ408


def pick(policy, tok, prompt, samples):
    p = tok(prompt, return_tensors="pt").input_ids[0]
    eos = torch.tensor([tok.eos_token_id])
    rows = [torch.cat([p, s, eos]) for s in samples]
    width = max(len(r) for r in rows)
    seqs = torch.full((len(rows), width), tok.eos_token_id)
    attn = torch.zeros_like(seqs)
    for i, r in enumerate(rows):
        seqs[i, : len(r)] = r
        attn[i, : len(r)] = 1
    best = reply_logps(policy, seqs, attn, len(p)).argmax(-1)  # expect-near: SEQ408
    return tok.decode(samples[int(best)], skip_special_tokens=True)
