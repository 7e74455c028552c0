"""An object that answers greedily and reports the log-probability of its own answer."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class AnsweringMachine:
    def __init__(self, path):
        self.tk = AutoTokenizer.from_pretrained(path)
        self.lm = AutoModelForCausalLM.from_pretrained(path).eval()

    def __call__(self, question, limit=40):
        enc = self.tk(f"Q: {question}\nA:", return_tensors="pt")
        out = self.lm.generate(
            **enc, do_sample=False, num_beams=1, max_new_tokens=limit, pad_token_id=self.tk.eos_token_id,
            return_dict_in_generate=True, output_logits=True,
        )
        new = out.sequences[0, enc.input_ids.shape[1]:]
        scores = torch.stack(out.logits, dim=1)[0].float().log_softmax(dim=-1)
        scores = scores[torch.arange(len(new)), new]
        return self.tk.decode(new, skip_special_tokens=True).strip(), scores.sum().item()
