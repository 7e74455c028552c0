"""Entropy of truncated samplers, and of the answers they produce."""
import torch


def keep_topk(z, k):
    cut = torch.topk(z, k, dim=-1).values[..., -1:]
    return z.masked_fill(z < cut, -torch.inf)


def sampler_entropy(z, k=50):
    """Entropy (nats) of a top-k sampler at each position; excluded tokens contribute nothing."""
    return torch.special.entr(keep_topk(z, k).softmax(-1)).sum(-1)


def model_entropy(z):
    """Entropy of the untruncated distribution, written with the log-partition."""
    p = z.softmax(-1)
    return z.logsumexp(-1) - (p * z).sum(-1)


@torch.no_grad()
def greedy_answer(model, tok, question, n=64):
    """Greedy answer with the mean log-probability of its tokens."""
    enc = tok(question, return_tensors="pt").to(model.device)
    out = model.generate(
        **enc, do_sample=False, num_beams=1, max_new_tokens=n, return_dict_in_generate=True, output_logits=True
    )
    new = out.sequences[:, enc.input_ids.size(1):]
    lp = torch.stack(out.logits, 1).float().log_softmax(-1)
    return tok.decode(new[0], skip_special_tokens=True), lp.gather(2, new[..., None]).mean().item()
