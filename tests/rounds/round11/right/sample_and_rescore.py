"""Sample answers, then score them with the un-warped model distribution."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B", torch_dtype=torch.float32).eval()


def sample(question):
    enc = tok(question, return_tensors="pt")
    out = model.generate(**enc, max_new_tokens=32, do_sample=True, temperature=0.7, top_p=0.95,
                         return_dict_in_generate=True, output_logits=True)
    new = out.sequences[0, enc.input_ids.shape[1]:]
    raw = torch.stack(out.logits, dim=1)[0].float()
    lp = raw.log_softmax(-1).gather(-1, new[:, None])[:, 0]
    return tok.decode(new, skip_special_tokens=True), lp.sum().item()
