"""Sampled answers with the plain model's log-likelihood (raw logits, no warpers)."""
import torch


@torch.no_grad()
def sample_with_ll(model, tokenizer, question, k=8):
    model.eval()
    enc = tokenizer(question, return_tensors="pt")
    out = model.generate(
        **enc, do_sample=True, temperature=0.6, top_p=0.9, num_return_sequences=k,
        max_new_tokens=96, output_logits=True, return_dict_in_generate=True,
    )
    new = out.sequences[:, enc.input_ids.shape[1]:]
    z = torch.stack(out.logits, dim=1).float()
    tlp = torch.log_softmax(z, dim=-1).gather(-1, new[..., None]).squeeze(-1)
    ended = (new == tokenizer.eos_token_id).long()
    keep = (ended.cumsum(1) - ended) == 0
    return new, torch.where(keep, tlp, torch.zeros_like(tlp)).sum(1)
