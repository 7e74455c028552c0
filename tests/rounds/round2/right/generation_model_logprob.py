"""Sampling with the unprocessed logits kept, for the model's own log-probability."""
import torch


@torch.no_grad()
def sample(lm, tok, prompt, limit=40):
    enc = tok(prompt, return_tensors="pt")
    out = lm.generate(**enc, do_sample=True, temperature=0.7, top_p=0.95, max_new_tokens=limit,
                      output_logits=True, return_dict_in_generate=True)
    new = out.sequences[:, enc.input_ids.shape[1]:]
    rows = torch.stack(out.logits, dim=1).float().log_softmax(dim=-1)
    lps = rows.gather(-1, new[:, :, None])[0, :, 0]
    return tok.decode(new[0], skip_special_tokens=True), lps.sum().item()
