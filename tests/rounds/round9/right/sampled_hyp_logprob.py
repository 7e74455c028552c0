"""Sample a translation, then report the model's own log p(hyp | src) from the raw step logits."""
import torch


@torch.no_grad()
def sample_and_score(tok, mdl, segment, temperature=0.6):
    enc = tok(f"English: {segment}\nGerman:", return_tensors="pt").to(mdl.device)
    out = mdl.generate(**enc, do_sample=True, temperature=temperature, top_k=40, max_new_tokens=200,
                       return_dict_in_generate=True, output_logits=True)
    new = out.sequences[:, enc["input_ids"].shape[1]:]
    raw = torch.stack(out.logits, dim=1).float()
    logp = raw.log_softmax(-1).gather(2, new[..., None]).squeeze(2)
    return tok.decode(new[0], skip_special_tokens=True), logp[0].sum().item()


def annotate(tok, mdl, segments):
    mdl.eval()
    torch.manual_seed(7)
    return [(s, *sample_and_score(tok, mdl, s)) for s in segments]
