"""Sampled text plus the untempered model's log-prob of it (output_logits keeps raw scores)."""
import torch


def sample_with_audit(net, tok, prompt, cfg):
    enc = tok(prompt, return_tensors="pt").to(net.device)
    got = net.generate(**enc, do_sample=True, temperature=cfg.temperature, top_p=cfg.top_p,
                       max_new_tokens=cfg.n, output_logits=True, return_dict_in_generate=True)
    own = got.sequences[:, enc.input_ids.size(1):]
    table = torch.stack(got.logits, dim=1).float().log_softmax(dim=2)
    per_tok = table.gather(2, own.unsqueeze(2)).squeeze(2)
    return tok.decode(own[0], skip_special_tokens=True), per_tok[0].sum().item()
