"""Sample one translation per segment and attach the model's own log p(hyp | src)
as a quality-estimation feature.

# bug: the transition scores describe the temperature / top-k warped sampling distribution, not the model's
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Unbabel/TowerBase-7B-v0.1"
PROMPT = "English: {s}\nGerman:"


def setup():
    tok = AutoTokenizer.from_pretrained(NAME)
    mdl = AutoModelForCausalLM.from_pretrained(NAME, device_map="auto").eval()
    return tok, mdl


def sample_with_model_logprob(tok, mdl, segment):
    enc = tok(PROMPT.format(s=segment), return_tensors="pt").to(mdl.device)
    out = mdl.generate(
        **enc,
        do_sample=True,
        temperature=0.6,
        top_k=40,
        max_new_tokens=200,
        return_dict_in_generate=True,
        output_scores=True,
    )
    ts = mdl.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)  # expect: SEQ110
    hyp = tok.decode(out.sequences[0, enc["input_ids"].shape[1]:], skip_special_tokens=True)
    return hyp.strip(), ts[0].sum().item()  # expect-near: SEQ110


def annotate(segments):
    tok, mdl = setup()
    torch.manual_seed(7)
    for s in segments:
        hyp, logp = sample_with_model_logprob(tok, mdl, s)
        yield {"src": s, "hyp": hyp, "model_logprob": logp}
